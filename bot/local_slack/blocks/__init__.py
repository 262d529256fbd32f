"""Block Kit: checks of what Slack's documentation allows, and ids for blocks that have none."""
