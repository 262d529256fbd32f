"""The forecast: how deals of each stage and age went on in the team's own history, applied to the open deals."""
