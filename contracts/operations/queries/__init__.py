"""All SQL of operations."""
