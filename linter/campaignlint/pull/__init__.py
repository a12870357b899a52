"""Fetches an instance's definitions by the REST Asset API. Reads only; needs the extra `audit`."""
