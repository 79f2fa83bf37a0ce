# The operator's console behind a login, for people without gcloud: off by default. Identity-Aware Proxy lets in whom
# `console` names and tells the function who it is. Only a load balancer can stand in front of a function, so it needs
# a domain of yours, and is billed by the hour.
locals {
  consoles = var.console == null ? {} : { operate_views = var.console }

  operators_ingress = var.console == null || var.inner_ingress == "ALLOW_ALL" ? var.inner_ingress : "ALLOW_INTERNAL_AND_GCLB"

  people = { for person in try(var.console.people, []) : person => "operate_views" }

  # With its rights the proxy calls the function.
  iap_agent = "serviceAccount:service-${data.google_project.main.number}@gcp-sa-iap.iam.gserviceaccount.com"
}

resource "google_compute_global_address" "console" {
  for_each = local.consoles

  name       = "console"
  depends_on = [google_project_service.main]
}

resource "google_compute_managed_ssl_certificate" "console" {
  for_each = local.consoles

  name = "console-${substr(sha256(each.value.domain), 0, 8)}"

  managed {
    domains = [each.value.domain]
  }

  depends_on = [google_project_service.main]

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_region_network_endpoint_group" "console" {
  for_each = local.consoles

  name                  = "console"
  region                = var.region
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = google_cloudfunctions2_function.main[each.key].name
  }
}

resource "google_compute_backend_service" "console" {
  for_each = local.consoles

  name                  = "console"
  protocol              = "HTTPS"
  load_balancing_scheme = "EXTERNAL_MANAGED"

  backend {
    group = google_compute_region_network_endpoint_group.console[each.key].id
  }

  iap {
    enabled = true
  }

  log_config {
    enable = true
  }
}

resource "google_compute_url_map" "console" {
  for_each = local.consoles

  name            = "console"
  default_service = google_compute_backend_service.console[each.key].id
}

resource "google_compute_ssl_policy" "console" {
  for_each = local.consoles

  name            = "console"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
  depends_on      = [google_project_service.main]
}

resource "google_compute_target_https_proxy" "console" {
  for_each = local.consoles

  name             = "console"
  url_map          = google_compute_url_map.console[each.key].id
  ssl_certificates = [google_compute_managed_ssl_certificate.console[each.key].id]
  ssl_policy       = google_compute_ssl_policy.console[each.key].id
}

resource "google_compute_global_forwarding_rule" "console" {
  for_each = local.consoles

  name                  = "console"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.console[each.key].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.console[each.key].id
}

resource "google_cloud_run_v2_service_iam_member" "console" {
  for_each = local.consoles

  location = var.region
  name     = google_cloudfunctions2_function.main[each.key].name
  role     = "roles/run.invoker"
  member   = local.iap_agent
}

resource "google_iap_web_backend_service_iam_member" "console" {
  for_each = local.people

  web_backend_service = google_compute_backend_service.console[each.value].name
  role                = "roles/iap.httpsResourceAccessor"
  member              = each.key
}
