"""The whole system on this machine: start it, provision it, serve its functions, stop it."""
