"""Google's emulators: found, started, watched."""
