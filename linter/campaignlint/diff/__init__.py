"""Changes between two states of an export, their effects, and new findings."""
