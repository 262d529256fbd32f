"""Every block that Putki shows, in each language, drawn."""
