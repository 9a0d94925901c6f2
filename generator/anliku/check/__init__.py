"""Check a library: rules are plain functions that return remarks; all findings come in one run."""
