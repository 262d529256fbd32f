"""Queries: what one viewer sees, read in one look, with the names behind the numbers."""
