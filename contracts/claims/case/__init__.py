"""Claims as cases, in both directions: letter, pack, court."""
