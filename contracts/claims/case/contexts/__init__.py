"""What the papers of a claim say."""
