"""Events, streams, deciders and projections: pure, no I/O, no clock, no environment."""
