"""Everything that talks to something: the ports in memory, on Spanner and Pub/Sub; HTTP and CloudEvents."""
