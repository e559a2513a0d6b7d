"""Tables of charges, lines and rates that come in."""
