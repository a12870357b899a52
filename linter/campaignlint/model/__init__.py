"""The model: assets of a Marketo instance, references between them, and findings."""
