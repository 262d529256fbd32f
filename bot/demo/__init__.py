"""The demo: its history of deals, and the command that starts it."""
