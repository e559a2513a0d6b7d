"""Tables, exact column types, sessions and set queries: the shape of facts, no rules."""
