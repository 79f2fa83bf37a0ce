"""One write, every view: event sourcing on Spanner and Pub/Sub without dual writes.

domain        what is true of events and streams; pure
application   the use cases, one file each, and the ports that they need
adapters      the ports in memory, on Spanner and on Pub/Sub; HTTP and CloudEvents at the edge
bootstrap     the only place that knows which adapter is in use
settings      the only reader of the environment
testing       given / when / then for deciders and projections
"""
