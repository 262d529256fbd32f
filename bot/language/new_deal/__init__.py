"""Reads a new deal that is typed in one line."""
