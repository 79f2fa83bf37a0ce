# What neither environment's file says.
alert_emails = ["on-call@example.com"]
project      = "onewrite-test"
runbook      = "https://example.com/runbook.md"
