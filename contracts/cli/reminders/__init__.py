"""The work of the day: agenda, mails, decisions."""
