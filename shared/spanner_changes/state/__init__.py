"""What a group remembers, in memory or in two tables of Spanner."""
