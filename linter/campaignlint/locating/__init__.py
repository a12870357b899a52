"""Locating: from symbolic locations to lines and columns."""
