"""Time: what is due becomes what is to be said; one tick a minute, and no job per deal."""
