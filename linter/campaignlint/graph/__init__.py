"""Graphs over the campaigns and smart lists of an instance."""
