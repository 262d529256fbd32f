"""What people see and type, room by room."""
