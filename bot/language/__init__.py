"""What people type is read here, and what Putki says is worded here, in Finnish and in English."""
