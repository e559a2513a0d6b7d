"""All SQL about documents, templates and wordings."""
