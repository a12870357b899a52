"""Campaigns as readable text."""
