"""What the commands of every subject share: the session, options, tables, help and sentences on misuse."""
