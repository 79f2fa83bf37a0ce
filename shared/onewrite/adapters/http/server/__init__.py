"""The server of a deployed function: gunicorn, with a time limit for its clients."""
