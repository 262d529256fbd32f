"""The forecast as people read it: the Monday post, `/deal forecast`, and what opens from either."""
