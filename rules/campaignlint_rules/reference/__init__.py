"""Rules on references to campaigns."""
