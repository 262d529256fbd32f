"""People: the members, their rights, and the settings."""
