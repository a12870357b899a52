"""Rules on what campaigns activate by the changes they make."""
