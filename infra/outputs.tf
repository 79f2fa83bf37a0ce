output "console_address" {
  description = "Where the record of the console's domain has to point to; null without a console behind a login."
  value       = one(values(google_compute_global_address.console)[*].address)
}

output "dashboard" {
  description = "The dashboard, as the console names it."
  value       = google_monitoring_dashboard.main.id
}

output "urls" {
  description = "Where each function answers, by the name of its folder."
  value       = { for name, function in google_cloudfunctions2_function.main : name => function.service_config[0].uri }
}
