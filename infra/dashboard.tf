# One chart for each alert, with the line above which it calls. Monitoring leaves out what is zero, and a plan that
# names it would differ for ever.
resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "Onewrite ${var.environment}"
    mosaicLayout = {
      columns = 12
      tiles = [for place, name in keys(local.alerts) : merge(
        { for key, value in { xPos = place % 3 * 4, yPos = floor(place / 3) * 3 } : key => value if value != 0 },
        {
          width  = 4
          height = 3
          widget = {
            title = name
            xyChart = merge(
              { dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = local.alerts[name].measure } }] },
              local.alerts[name].above == 0 ? {} : { thresholds = [{ value = local.alerts[name].above }] },
            )
          }
        },
      )]
    }
  })

  depends_on = [google_logging_metric.main]
}
