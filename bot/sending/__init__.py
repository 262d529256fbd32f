"""Sending: what waits in the outbox is rendered at the last moment, paced, sent and settled."""
