"""Smart lists: triggers and filters that admit nobody, everybody, or nobody knows whom."""
