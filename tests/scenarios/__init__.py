"""What a person does in Slack and then sees: the bot and the local Slack in their own processes."""
