"""The ledger: what happened, and what follows from it; the part of Putki that can never be changed later."""
