"""Rules about people: pure functions over frozen facts."""
