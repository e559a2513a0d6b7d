"""The steps of every derivation as sentences."""
