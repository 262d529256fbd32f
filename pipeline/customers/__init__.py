"""Customers: the companies and people that deals are made with."""
