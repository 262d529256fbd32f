"""Handlers: one module per word, with every surface of that word; each parses, calls the core once, and shows."""
