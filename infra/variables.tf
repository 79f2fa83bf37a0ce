variable "alert_emails" {
  description = "Who is told when an alert fires. At least one of these or of `notification_channels`."
  type        = set(string)
  default     = []
}

variable "bigquery" {
  description = "Also write every event to a BigQuery table."
  type        = bool
  default     = false
}

variable "bundles" {
  description = "The folder in which `make bundle` left one zip for each function."
  type        = string
  default     = "../.build/bundles"

  validation {
    condition     = alltrue([for name in keys(local.functions) : fileexists("${var.bundles}/${name}.zip")])
    error_message = "A function has no bundle there: run `make bundle` first."
  }
}

variable "domain" {
  description = "The domain served, as `package:NAME`."
  type        = string
  default     = "accounts:ACCOUNTS"
}

variable "environment" {
  description = "The name of this environment, in labels, alerts and the dashboard."
  type        = string
}

variable "log_pushes" {
  description = "Keep Cloud Run's own line of each push that succeeded as well."
  type        = bool
  default     = false
}

variable "notification_channels" {
  description = "Channels made elsewhere (a pager, a chat) that are told as well, by their full names."
  type        = set(string)
  default     = []

  validation {
    condition     = length(var.notification_channels) + length(var.alert_emails) > 0
    error_message = "Alerts that reach nobody are silent: name at least one of alert_emails and notification_channels."
  }
}

variable "project" {
  description = "The Google Cloud project that everything is made in; one for each environment."
  type        = string
}

variable "region" {
  description = "Where everything runs and every event is kept."
  type        = string
  default     = "europe-west1"
}

variable "runbook" {
  description = "Where runbook.md can be read; alerts link to it."
  type        = string
}

variable "runtime" {
  description = "The functions' runtime: the Python that the tests ran on."
  type        = string
  default     = "python311"
}

variable "trace_ratio" {
  description = "Which part of the requests is traced, from 0 to 1; 0 makes no spans and gives no right to write any."
  type        = number
  default     = 0

  validation {
    condition     = var.trace_ratio >= 0 && var.trace_ratio <= 1
    error_message = "A part is from 0 to 1: for one of a hundred requests say 0.01."
  }
}
