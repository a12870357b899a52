"""Rules on Request Campaign steps and the campaigns that they request."""
