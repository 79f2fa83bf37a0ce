"""The functions as processes, and stand-ins for what calls them in the cloud."""
