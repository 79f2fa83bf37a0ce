"""Views and their checkpoints in memory."""
