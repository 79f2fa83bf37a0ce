"""What an operator can ask of the views, by name: what it takes, what it does, and a report as a JSON object.

`operate_views` serves it over HTTP. The command line asks it there, or in its own process for a system in the cloud.
"""
