"""Messages to people: what a digest holds, how it reads, and the transports that carry it."""
