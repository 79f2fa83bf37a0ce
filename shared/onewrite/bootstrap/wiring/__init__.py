"""How each use case is wired: one module for what one kind of function serves, so that a process loads no other."""
