"""Views: functions from the site to what one page shows. Templates turn it into HTML."""

from .view import View

__all__ = ["View"]
