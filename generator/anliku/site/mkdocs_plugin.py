"""The entry of MkDocs: under `mkdocs build` and `mkdocs serve` the generator fills the frames in MkDocs' own folder."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from .build import StoppedByFindings, fill_in_place
from .frames.mkdocs_frames import FramesPlugin
from .output.place import PlaceError, listed_in_site, place_of, strangers
from .output.tree import refusal


class AnlikuPlugin(FramesPlugin):  # type: ignore[no-untyped-call]
    """Adds the frames to a MkDocs site and fills them when MkDocs is done."""

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Stop before MkDocs empties a folder that holds files of somebody, or is one of the library's own."""
        if self.frames_only:
            return
        out = Path(config.site_dir)
        try:
            place = place_of(out, Path(config.config_file_path).parent)
            found = strangers(place, listed_in_site(place)) if place.exists() else []
        except PlaceError as error:
            raise PluginError(f"{error}怎么改：{error.remedy}") from error
        if found:
            raise PluginError("怎么改：".join(refusal(out, found)))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the frames, unless `anliku build` does so itself."""
        if self.frames_only:
            return
        try:
            fill_in_place(Path(config.config_file_path).parent, Path(config.site_dir))
        except StoppedByFindings as stop:
            raise PluginError(f"案例库有 {len(stop.survey.errors)} 处错误，运行 anliku check 查看") from stop
