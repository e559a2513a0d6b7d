"""The rules: pure functions over frozen facts; the day is always an argument; standard library only."""
