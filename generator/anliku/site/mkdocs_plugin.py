"""The entry of MkDocs: under `mkdocs build` and `mkdocs serve` the generator fills the frames in MkDocs' own folder."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from .build import StoppedByFindings, fill_in_place
from .mkdocs_frames import FramesPlugin


class AnlikuPlugin(FramesPlugin):  # type: ignore[no-untyped-call]
    """Adds the frames to a MkDocs site and fills them when MkDocs is done."""

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Fill the frames, unless `anliku build` does so itself."""
        if self.frames_only:
            return
        try:
            fill_in_place(Path(config.config_file_path).parent, Path(config.site_dir))
        except StoppedByFindings as stop:
            raise PluginError(f"案例库有 {len(stop.survey.errors)} 处错误，运行 anliku check 查看") from stop
