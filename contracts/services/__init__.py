"""Use cases: load, ask core, save, commit, audit."""
