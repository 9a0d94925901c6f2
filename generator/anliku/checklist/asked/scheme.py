"""How answers become a grade, and what else of a library's settings the self-assessment needs."""

from __future__ import annotations

from ...library import Config
from ...library.models import Grade, Record, Scheme


class Settings(Record):
    """What the self-assessment takes from the settings: what results name the library by, scheme, fonts for PDF."""

    library: str = "anliku"
    scheme: Scheme = Scheme()
    pdf_font: str = ""


def settings_of(config: Config) -> Settings:
    """Take the settings out of a library's mkdocs.yml."""
    own = config.plugin
    return Settings(library=own.id or config.given_name or "anliku", scheme=own.scheme, pdf_font=own.pdf.font)


__all__ = ["Grade", "Scheme", "Settings", "settings_of"]
