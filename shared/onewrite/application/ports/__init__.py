"""What the use cases need of the world; adapters in memory and on Google Cloud implement each of them."""
