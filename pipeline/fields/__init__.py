"""Fields: what a workspace keeps of its deals beside what every deal has."""
