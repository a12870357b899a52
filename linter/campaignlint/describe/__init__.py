"""Descriptions of campaigns as plain text, in the terms of Marketo's screens."""
