"""Rules, their documentation, and the registry of rule packs."""
