"""Rules of limitation: pure functions over frozen facts."""
