"""Names, descriptions and places that make an instance hard to live with."""
