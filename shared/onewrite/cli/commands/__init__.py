"""The commands of `onewrite`, a file each."""
