"""The dunning ladder: reminders, letters, their delivery."""
