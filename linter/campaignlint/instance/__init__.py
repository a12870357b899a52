"""What was exported: reading it, joining it, and finding one's way in it."""
