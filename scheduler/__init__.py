"""The clock of the house: it says when the services run, and nothing about what they do."""
