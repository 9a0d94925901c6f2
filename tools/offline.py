#!/usr/bin/env python3
"""Prove that the locked packages install without a network, as README says: `tools/offline.py` for this Python and system.

`tools/offline.py --sets` instead asks for each Python that is supported, on Windows and Linux, whether every locked package
can be had: as a wheel, jieba as source. What was downloaded stays in pip's cache, so a second run is quick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.txt"
PYTHONS = ("3.11.9", "3.12.9", "3.13.9", "3.14.0")  # whole, since the lock tells 3.11.4 from 3.11.5
PLATFORMS = {
    "win_amd64": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
}
# What pip calls a platform, by the names above; a wheel for an older Linux runs on a newer one.
TAGS = {
    "win_amd64": ("win_amd64",),
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
}
SOURCE_ONLY = {"jieba"}


def run(*command: str | Path) -> None:
    """Run a command; end with what it said when it fails."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own words
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def pip_download(lock: Path, folder: Path, *more: str) -> None:
    """Download what a lock names, each file against its hash."""
    run(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--require-hashes", "-r", lock, "-d", folder, *more)


def install_offline(work: Path) -> None:
    """Do what README says, in an environment of its own, and build a library with it."""
    packages, library = work / "packages", work / "library"
    pip_download(LOCK, packages)
    venv.create(work / "venv", with_pip=True)
    bin_folder = work / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = (bin_folder / "python", "-m", "pip", "install", "-q", "--no-index", "--find-links", packages)
    os.environ["PIP_NO_INDEX"] = "1"
    os.environ.pop("PIP_FIND_LINKS", None)
    run(*install, "--require-hashes", "-r", "requirements-build.txt")
    run(*install, "--require-hashes", "--no-build-isolation", "-r", "requirements.txt")
    run(*install, "--no-deps", "--no-build-isolation", ".")
    run(bin_folder / "anliku", "init", library)
    run(bin_folder / "anliku", "-C", library, "build")
    run(bin_folder / "anliku", "-C", library, "similar", "example-village-agent")
    print(f"Installed {len([*packages.iterdir()])} files without a network; a library was built.")


def locked(python: str, platform: str) -> Iterator[tuple[Requirement, str]]:
    """Yield the requirements that hold for a Python and a system, each with its lines of the lock, condition removed."""
    environment = {
        **default_environment(),
        **PLATFORMS[platform],
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
    }
    for entry in LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if entry and not entry.startswith((" ", "#")):
            text, *hashes = entry.split(" --hash=")
            wanted = Requirement(text.strip())
            if wanted.marker is None or wanted.marker.evaluate(environment):
                yield wanted, " ".join([f"{wanted.name}{wanted.specifier}", *(f"--hash={h.strip()}" for h in hashes)])


def check_set(work: Path, python: str, platform: str) -> None:
    """Download the set for a Python and a system as wheels."""
    lock = work / "lock.txt"
    wanted = [line for requirement, line in locked(python, platform) if requirement.name not in SOURCE_ONLY]
    lock.write_text("\n".join(wanted), encoding="utf-8")
    where = [word for tag in TAGS[platform] for word in ("--platform", tag)]
    pip_download(lock, work / platform / python, "--only-binary=:all:", "--python-version", python, *where)
    print(f"Python {python} {platform}: {len(wanted)} wheels, and {', '.join(SOURCE_ONLY)} as source.")


def main() -> None:
    """Check what the words of the command line ask for."""
    with tempfile.TemporaryDirectory() as folder:
        if "--sets" not in sys.argv:
            install_offline(Path(folder))
            return
        for platform in PLATFORMS:
            for python in PYTHONS:
                check_set(Path(folder), python, platform)


if __name__ == "__main__":
    main()
