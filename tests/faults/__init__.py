"""What goes wrong: kills, cut sockets, repeated and late deliveries."""
