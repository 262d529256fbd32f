"""Deals: one module per command family; `deal` has the rules of every change."""
