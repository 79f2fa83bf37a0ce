"""Starting processes, waiting until they are ready, and stopping them by their ids."""
