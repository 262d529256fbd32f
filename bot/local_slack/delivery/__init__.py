"""Delivery: how what people do reaches the app, over Socket Mode or signed HTTP."""
