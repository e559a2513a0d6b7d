"""The command line: a translator over the services, without rules or queries of its own."""
