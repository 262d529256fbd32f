"""Sends what waits in the outbox: renders a message at the last moment, keeps Slack's pace, saves the outcome."""
