"""Every port that keeps something, on Spanner. On the emulator it is the same code: only the environment differs."""
