"""anliku: compile a library of case studies into a site that opens from a USB stick."""

__version__ = "0.1.0"
