terraform {
  required_version = ">= 1.9"

  # Which bucket: see deploy.md. Tests run with `init -backend=false`.
  backend "gcs" {}

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.50, < 8"
    }
  }
}

provider "google" {
  project        = var.project
  region         = var.region
  default_labels = { application = "onewrite", environment = var.environment }
}

data "google_project" "main" {
  project_id = var.project
}
