variable "console" {
  description = "The operator's console behind a login of Google's: a domain of yours, and the people who may open it. Off by default."
  type = object({
    domain = string
    people = set(string)
  })
  default = null

  validation {
    condition     = length(setintersection(try(var.console.people, []), ["allUsers", "allAuthenticatedUsers"])) == 0
    error_message = "The console is for operators: name them, or a group of them."
  }
}

variable "fine_grained_access" {
  description = "Let everybody who uses the store act in a database role, so that nobody can change or delete an event."
  type        = bool
  default     = true
}

variable "ingress" {
  description = "From where the functions that topology.json marks as public can be reached at all."
  type        = string
  default     = "ALLOW_ALL"
}

variable "inner_ingress" {
  description = "The same for functions with trigger http that aren't public: ALLOW_ALL for gcloud's proxy. Those that only Google calls have no choice."
  type        = string
  default     = "ALLOW_INTERNAL_ONLY"
}

variable "invokers" {
  description = "Who may call which function: its folder's name to IAM members, such as `group:readers@example.com`."
  type        = map(set(string))
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.invokers) : contains(keys(local.functions), name)])
    error_message = "Name functions as their folders are named, for example operate_views."
  }

  validation {
    condition     = length(setintersection(flatten([for members in var.invokers : tolist(members)]), ["allUsers", "allAuthenticatedUsers"])) == 0
    error_message = "Everybody is let in by public_functions only."
  }

  validation {
    condition = alltrue(flatten([
      for name, members in var.invokers : [
        for member in members : startswith(member, "serviceAccount:") || try(local.functions[name].public, false) ||
        (name == "operate_views" && startswith(member, "user:"))
      ]
    ]))
    error_message = "A function that isn't public looks at the token itself: name service accounts, and people one by one for operate_views."
  }
}

variable "operators" {
  description = "Who may use the command line `onewrite` on this system: IAM members, such as `group:ops@example.com`."
  type        = set(string)
  default     = []
}

variable "operators_see_data" {
  description = "Let operators ask for the data of events, states and rows of views. That they did is in the audit log."
  type        = bool
  default     = false
}

variable "public_functions" {
  description = "Functions that everybody may call; only those that topology.json marks as public."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.public_functions : try(local.functions[name].public, false)])
    error_message = "Only functions that topology.json marks as public may be called by everybody."
  }
}
