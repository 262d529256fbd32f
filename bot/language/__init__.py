"""This room reads what people type and words what Putki says, in Finnish and in English."""
