"""The views of the sample."""
