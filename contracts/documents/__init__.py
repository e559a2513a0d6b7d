"""Papers: kinds, contexts, making, archive, templates, wordings."""
