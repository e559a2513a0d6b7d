"""All SQL about reminders, messages and runs."""
