"""People and departments."""
