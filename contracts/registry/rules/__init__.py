"""Rules about contracts: pure functions over frozen facts; the day is always an argument."""
