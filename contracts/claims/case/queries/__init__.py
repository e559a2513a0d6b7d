"""All SQL about claims."""
