"""What pages show: the published library with all that is derived from it."""
