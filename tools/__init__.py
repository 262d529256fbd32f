"""Tools that only developers of Putki run. The product does not import them, and they are not installed with it."""
