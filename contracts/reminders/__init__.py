"""Tiers, the day, digests, the outbox, simulation."""
