"""All SQL about contracts."""
