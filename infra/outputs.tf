output "dashboard" {
  description = "The dashboard, as the console names it."
  value       = google_monitoring_dashboard.main.id
}

output "urls" {
  description = "Where each function answers, by the name of its folder."
  value       = { for name, function in google_cloudfunctions2_function.main : name => function.service_config[0].uri }
}
