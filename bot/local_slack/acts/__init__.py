"""What people do: type, press, fill in and submit, react, open Home; and what Slack shows them afterwards."""
