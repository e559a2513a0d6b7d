"""APScheduler wiring: the daily job, the outbox, the heartbeat; no rules, no SQL, no mail of its own."""
