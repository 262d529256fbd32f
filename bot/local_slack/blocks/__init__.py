"""Block Kit: what Slack's documentation allows, and the ids Slack gives to what has none."""
