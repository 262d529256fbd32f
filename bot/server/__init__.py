"""The ways requests come in: Socket Mode, signed HTTP; and the local Slack's clock."""
