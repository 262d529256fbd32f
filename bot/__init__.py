"""The face: what people do in Slack becomes calls of the pipeline, and its answers become messages."""
