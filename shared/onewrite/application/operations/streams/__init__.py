"""What operators can find out about single streams."""
