"""What changed between two states of an export, whom it affects, and what it broke."""
