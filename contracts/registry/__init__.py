"""Contracts: conditions, terms, renewals, phases, notices, decisions, amendments, annexes, deadlines."""
