"""One history of the schema for both engines; a release only adds, the next one removes."""
