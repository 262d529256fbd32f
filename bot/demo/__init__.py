"""The demo's history of deals, and how it was made: see README.md beside it."""
