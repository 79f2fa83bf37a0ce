"""The topic on Pub/Sub."""
