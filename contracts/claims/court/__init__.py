"""A claim handed over to court with everything there is."""
