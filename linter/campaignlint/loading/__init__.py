"""Loading: from paths to an Instance."""
