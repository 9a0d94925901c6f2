"""A result that came back, in whatever file: read, compared, told."""
