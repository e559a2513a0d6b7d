"""Rules about money: pure functions over frozen facts."""
