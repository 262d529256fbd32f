"""Import: histories of deals from other programs' files become deals in Putki."""
