"""Rules of claims: pure functions over frozen facts."""
