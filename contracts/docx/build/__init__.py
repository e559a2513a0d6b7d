"""Word templates are built from readable sources, so that a change of wording is a diff somebody can read."""
