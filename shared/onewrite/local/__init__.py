"""The system that runs on this machine; shared by the command line and the local run."""
