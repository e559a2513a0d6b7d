"""The revisions, numbered without gaps; each says what it adds."""
