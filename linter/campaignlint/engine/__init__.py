"""The engine: runs rules, applies suppressions and the baseline, computes fingerprints."""
