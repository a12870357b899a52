"""What a rule is, and the registry of rule packs."""
