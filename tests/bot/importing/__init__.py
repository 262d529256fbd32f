"""What `putki import` says."""
