"""Documents from templates, the templates, and how names are written in them."""
