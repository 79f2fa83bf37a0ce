# The charts, then one for each alert, with the line above which it calls. Monitoring leaves out what is zero, and a plan
# that names it would differ for ever.
locals {
  drawn = concat(
    [for name, measure in local.charts : { title = name, measure = measure, above = 0 }],
    [for name, alert in local.alerts : { title = name, measure = alert.measure, above = alert.above }],
  )
}

resource "google_monitoring_dashboard" "main" {
  dashboard_json = jsonencode({
    displayName = "Onewrite ${var.environment}"
    mosaicLayout = {
      columns = 12
      tiles = [for place, chart in local.drawn : merge(
        { for key, value in { xPos = place % 3 * 4, yPos = floor(place / 3) * 3 } : key => value if value != 0 },
        {
          width  = 4
          height = 3
          widget = {
            title = chart.title
            xyChart = merge(
              { dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = chart.measure } }] },
              chart.above == 0 ? {} : { thresholds = [{ value = chart.above }] },
            )
          }
        },
      )]
    }
  })

  depends_on = [google_logging_metric.main]
}
