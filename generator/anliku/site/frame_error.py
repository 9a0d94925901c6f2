"""The error of the frame engine, in a module of its own so that catching it does not import MkDocs."""


class FrameError(Exception):
    """Raised when mkdocs.yml or an ordinary page cannot be used; the message is Chinese and for the editor."""
