"""The system that a command works on, and the two ways to its operations: over HTTP, and in this process."""
