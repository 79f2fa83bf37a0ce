"""The functions as local processes, and stand-ins for Cloud Scheduler and the pushes of Pub/Sub."""
