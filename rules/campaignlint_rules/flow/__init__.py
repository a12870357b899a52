"""Rules on flow steps and their choices."""
