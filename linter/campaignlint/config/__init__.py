"""Configuration: keys, files, settings, JSON Schema, and the origin of each value."""
