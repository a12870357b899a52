"""The result of `used-by` in each format."""
