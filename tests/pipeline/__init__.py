"""Rules, ledger and figures, on SQLite and on PostgreSQL."""
