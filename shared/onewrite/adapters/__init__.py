"""The adapters: the ports in memory, on Spanner and on Pub/Sub; HTTP, CloudEvents and logs."""
