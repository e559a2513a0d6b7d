"""Rules of the ladder: pure functions over frozen facts."""
