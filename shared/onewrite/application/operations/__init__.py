"""What operators do to views: release, rebuild, verify, switch, reconcile, replay."""
