"""Consumer groups: instances that share the partitions of a change stream."""
