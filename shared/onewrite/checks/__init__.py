"""What a team's repository holds, checked before anything runs: settings, topology, functions, domain and schema."""
