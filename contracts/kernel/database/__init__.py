"""The database: two doors, exact column types, keys, series, one history of the schema."""
