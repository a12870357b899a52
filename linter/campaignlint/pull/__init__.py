"""Downloads an instance's definitions with the REST Asset API. Needs the extra `audit`."""
