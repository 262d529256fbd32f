"""Pipelines: what each is called, who sells in it, and what is to be won in it."""
