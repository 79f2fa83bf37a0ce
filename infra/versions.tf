terraform {
  required_version = ">= 1.9"

  # Which bucket: see deploy.md. Tests run with `init -backend=false`.
  backend "gcs" {}

  required_providers {
    google = {
      source = "hashicorp/google"
      # The version whose arguments the offline tests know: what is tested is what is installed.
      version = "~> 6.50"
    }
  }
}

provider "google" {
  project        = var.project
  default_labels = { application = "onewrite", environment = var.environment }
}

data "google_project" "main" {
  project_id = var.project
}
