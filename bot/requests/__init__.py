"""A request's way: it finds its word, is carried out, and is answered on the surface it came from."""
