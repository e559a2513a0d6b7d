"""The clock of the program: it says when the services run, and nothing about what they do."""
