"""Customers: who deals are made with."""
