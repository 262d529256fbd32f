"""How requests reach Putki: Socket Mode or signed HTTP. The local Slack's clock is followed here too."""
