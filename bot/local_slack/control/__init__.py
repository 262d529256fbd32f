"""The control calls: HTTP requests by which a test or the page acts as a person and reads the state."""
