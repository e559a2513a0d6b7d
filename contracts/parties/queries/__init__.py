"""All SQL about parties."""
