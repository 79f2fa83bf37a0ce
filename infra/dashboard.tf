# One chart for each alert, with the line above which it calls.
resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "Onewrite ${var.environment}"
    mosaicLayout = {
      columns = 12
      tiles = [for place, name in keys(local.alerts) : {
        xPos   = place % 3 * 4
        yPos   = floor(place / 3) * 3
        width  = 4
        height = 3
        widget = {
          title = name
          xyChart = {
            dataSets   = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = local.alerts[name].measure } }]
            thresholds = [{ value = local.alerts[name].above }]
          }
        }
      }]
    }
  })

  depends_on = [google_logging_metric.main]
}
