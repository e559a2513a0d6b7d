"""Persons, roles, rights, departments, absence, hand-over."""
