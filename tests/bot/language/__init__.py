"""What people type and what they read, in both languages."""
