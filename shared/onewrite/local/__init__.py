"""The system on this machine, as the command line and the local run both see it."""
