"""The demo: its history of deals, and what starts it."""
