"""The forecast as people read it: the Monday post, `/deal forecast`, and the pages that their buttons open."""
