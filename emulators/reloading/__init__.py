"""Takes up saved files while the system runs: restarts functions, adds to the schema, tells what it can't take up."""
