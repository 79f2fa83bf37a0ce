"""Views and their checkpoints on Spanner: what advance changes, and what verify scans."""
