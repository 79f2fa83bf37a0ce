"""Every port in memory, complete and thread-safe: the reference semantics, and the embedded default."""
