"""The built-in rules: one folder a category, one module a rule."""
