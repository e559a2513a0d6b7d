"""The ledger and what follows from it."""
