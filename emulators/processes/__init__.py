"""Processes: started, waited for, stopped by their own ids."""
