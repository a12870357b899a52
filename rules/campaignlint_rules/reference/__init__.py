"""Steps that name a campaign: whether the name leads anywhere."""
