"""Rules on smart lists: triggers, filters, and filter logic."""
