"""What people do in Slack (type, press, submit, react, open Home), and what Slack does about it."""
