"""The control calls: what a test, or the page, does to the local Slack."""
