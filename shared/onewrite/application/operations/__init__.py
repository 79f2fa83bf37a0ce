"""What operators do: release, rebuild, verify, switch, reconcile and replay."""
