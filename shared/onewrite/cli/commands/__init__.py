"""The commands of `onewrite`, one file for each or for a few that belong together."""
