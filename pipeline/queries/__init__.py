"""Queries: what one viewer sees, read in one session, with names in place of numbers."""
