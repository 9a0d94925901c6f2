"""What a site consists of."""
