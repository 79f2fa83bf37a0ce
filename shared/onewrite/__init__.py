"""One write, every view: event sourcing on Spanner and Pub/Sub without dual writes.

domain        events, streams, commands, deciders, projections and queries; pure
application   the use cases, one file each, and their ports
adapters      the ports in memory, on Spanner and on Pub/Sub; HTTP and CloudEvents
bootstrap     the composition root: chooses the adapters and wires the use cases
settings      the only reader of the environment
cli           the command line
local         the system that runs on this machine
testing       given / when / then for deciders and projections
errors        all errors
"""
