"""Options: the entries that a workspace adds to lists, such as its own sources."""
