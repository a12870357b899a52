"""Rules on executable campaigns and Execute Campaign steps."""
