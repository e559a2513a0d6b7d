"""All SQL about limitation."""
