"""Where spans go: into files of a folder, which is read again here, or to Google's endpoint for telemetry."""
