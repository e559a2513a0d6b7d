"""Dohovir: contract lifecycle tracking for the people who do contract work."""
