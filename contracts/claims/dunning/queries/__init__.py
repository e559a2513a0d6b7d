"""All SQL about the ladder."""
