"""Find and read a library: YAML with line numbers, validated records, references by id."""

from .entries import Entry, entry_of
from .kinds import KINDS, Kind
from .library import Library, Origin, Shared, read_case
from .loader import NotALibraryError, find_files, load_shared
from .locate import locate
from .organisations import OrganisationTree
from .problems import FieldPath, Problem
from .records import parse_records, read_records

__all__ = [
    "KINDS", "Entry", "FieldPath", "Kind", "Library", "NotALibraryError", "OrganisationTree", "Origin", "Problem",
    "Shared", "entry_of", "find_files", "load_shared", "locate", "parse_records", "read_case", "read_records",
]  # fmt: skip
