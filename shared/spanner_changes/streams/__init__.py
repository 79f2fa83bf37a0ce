"""Where records come from: a change stream of Spanner, or anything else that behaves like one."""
