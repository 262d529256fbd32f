"""Slack: its payloads read, its ids mapped to ours, its answers and refusals typed."""
