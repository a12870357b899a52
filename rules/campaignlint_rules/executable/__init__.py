"""Executable campaigns: what breaks them, and calls that do not work."""
