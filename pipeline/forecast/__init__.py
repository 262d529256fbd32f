"""What the team's own history teaches: how deals of each stage and age went on, and what that says of the open ones."""
