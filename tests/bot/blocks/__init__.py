"""What people see: within Slack's limits whatever is typed, in both languages, and with every notice worded."""
