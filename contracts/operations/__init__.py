"""Backup, doctor, rulesets, heartbeat."""
