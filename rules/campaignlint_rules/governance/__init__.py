"""Rules on names, descriptions, and the folders of campaigns."""
