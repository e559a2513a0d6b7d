"""All SQL about money."""
