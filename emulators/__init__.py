"""The whole system on this machine: start, provision, serve, stop. Reading order in README.md."""
