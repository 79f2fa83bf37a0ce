"""Metrics: one definition for log-based metrics in the cloud and for `/metrics` of a system on this machine."""
