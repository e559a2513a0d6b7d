"""Rules of reminders: pure functions over frozen facts."""
