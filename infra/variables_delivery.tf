variable "change_stream_relay" {
  description = "Publish what the change stream tells as well; the scheduled relay remains."
  type        = bool
  default     = false
}

variable "delivery" {
  description = "How each projection gets its events: `push`, `pull` or `both`; what isn't named is pushed to."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.delivery) : contains(local.projections, name)])
    error_message = "There is no projection ${join(", ", setsubtract(keys(var.delivery), local.projections))}: name ${join(", ", local.projections)}."
  }

  validation {
    condition     = alltrue([for way in values(var.delivery) : contains(["push", "pull", "both"], way)])
    error_message = "Nothing is delivered by ${join(", ", setsubtract(values(var.delivery), ["push", "pull", "both"]))}: say push, pull or both."
  }
}

variable "eager_relay" {
  description = "Publish inside the command's request too, not only by the scheduled relay."
  type        = bool
  default     = true
}

variable "sweeps" {
  description = "How many sweeps of the outbox run at once, each for itself on some of its 16 shards; one drains about 1,000 events a second."
  type        = number
  default     = 1

  validation {
    condition     = var.sweeps >= 1 && var.sweeps <= 16 && floor(var.sweeps) == var.sweeps
    error_message = "The outbox has 16 shards, and each is swept by one at a time: run 1 to 16 sweeps."
  }

  validation {
    condition     = var.sweeps <= try(var.sizes.relay_outbox.max_instances * var.sizes.relay_outbox.concurrency, 1)
    error_message = "So many sweeps would be refused: give relay_outbox in sizes as many max_instances, with concurrency = 1."
  }
}

variable "worker_image" {
  description = "The container image of the workers: a function's bundle, as deploy.md builds it."
  type        = string
  default     = null
}

variable "workers" {
  description = "How many instances are always on in place of a function that follows the change stream, by its name; `pull_views` is all that pull as one group."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.workers) : contains(keys(local.followers), name)])
    error_message = "A worker ${join(", ", setsubtract(keys(var.workers), keys(local.followers)))} would have nothing to do: change_stream_relay and delivery choose ${length(local.followers) == 0 ? "nothing that follows" : join(", ", keys(local.followers))}."
  }

  validation {
    condition     = length(var.workers) == 0 || var.worker_image != null
    error_message = "Workers need a worker_image: deploy.md says how to build it."
  }

  validation {
    condition     = !contains(keys(var.workers), "pull_views") || length([for name in keys(var.workers) : name if startswith(name, "pull_")]) == 1
    error_message = "The worker pull_views is all that pull: take out the others, they would read every change again."
  }

  validation {
    condition     = alltrue([for instances in values(var.workers) : instances >= 1 && floor(instances) == instances])
    error_message = "A worker has one instance or more: take out those that you don't want."
  }
}
