variable "backup_copies_region" {
  description = "The region in which a copy of each backup is kept; no copies if it is null."
  type        = string
  default     = null

  validation {
    condition     = var.backup_copies_region != var.region
    error_message = "Copies of backups in ${var.region} are lost with that region: name another one."
  }
}

variable "backup_retention_days" {
  description = "For how many days each daily backup is kept."
  type        = number
}

variable "deletion_protection" {
  description = "Refuse to drop the database, by Terraform and by every API."
  type        = bool
  default     = true
}

variable "sizes" {
  description = "Processors, memory, concurrent requests and instances by function; `default` is for all others. The time counts where none follows from the trigger."
  type = map(object({
    concurrency     = optional(number, 16)
    cpu             = optional(string, "1")
    max_instances   = optional(number, 20)
    memory          = optional(string, "512M")
    min_instances   = optional(number, 0)
    timeout_seconds = optional(number, 60)
  }))
  default = { default = {} }

  validation {
    condition     = contains(keys(var.sizes), "default") && length(setsubtract(keys(var.sizes), concat(["default"], keys(local.topology.functions)))) == 0
    error_message = "Name functions as their folders are named, and give a default."
  }
}

variable "spanner" {
  description = "The store's edition, size and history. Full-text search and the autoscaler need ENTERPRISE."
  type = object({
    autoscaling = optional(object({
      cpu_percent          = optional(number, 65)
      max_processing_units = number
      min_processing_units = number
      storage_percent      = optional(number, 90)
    }))
    config            = optional(string)
    edition           = optional(string, "ENTERPRISE")
    processing_units  = optional(number, 100)
    version_retention = optional(string, "1d")
  })
}

variable "split_points" {
  description = "Let a rebuild have Spanner split a new generation before it writes; pays off from several nodes on."
  type        = bool
  default     = false
}
