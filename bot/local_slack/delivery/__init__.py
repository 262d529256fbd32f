"""Delivery of commands, interactions and events to the app, over Socket Mode or signed HTTP."""
