"""Request Campaign steps: whether anybody answers, and what runs at the same time."""
