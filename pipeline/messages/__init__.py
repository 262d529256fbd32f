"""Messages: all that Putki can say, what waits to be said, and what was asked already."""
