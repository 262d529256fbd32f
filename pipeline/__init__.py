"""What Putki knows: customers, deals, stages, time and money. It has never heard of Slack."""
