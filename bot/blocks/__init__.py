"""What people see: cards, answers, reminders, posts, forms and Home, from a few elements that keep Slack's limits."""
