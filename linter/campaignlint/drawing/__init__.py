"""Diagrams of the call graph: a part of it as plain data, its layout, and formats to draw it in."""
