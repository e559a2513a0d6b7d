"""Keeping the program: register, backup, scheduler, demo."""
