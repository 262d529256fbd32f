"""People: who is known, what they may do, and how the workspace is set."""
