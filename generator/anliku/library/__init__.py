"""Find and read a library: YAML with line numbers, validated records, references by id."""

from .config import MKDOCS_YML, Config, read_config
from .entries import Entry, entry_of
from .former import Former, case_once_called, former_ids, renamed, renamed_cases
from .kinds import KINDS, Kind, kind_of
from .library import EVERY_ID, Library, Origin, Shared, read_case
from .loader import NotALibraryError, find_files, load_shared
from .locate import Place, SourceText, locate
from .organisations import OrganisationTree
from .pages import OrdinaryPage, read_pages
from .problems import FieldPath, Problem
from .reading_on import records_or_problems
from .records import parse_records, read_records, validate
from .slips import text_lines
from .vocabulary import Vocabulary, vocabulary_of
from .yaml_file import parse_document, read_bytes

__all__ = [
    "EVERY_ID", "KINDS", "MKDOCS_YML", "Config", "Entry", "FieldPath", "Former", "Kind", "Library", "NotALibraryError", "OrdinaryPage", "OrganisationTree", "Origin",
    "Place", "Problem", "Shared", "SourceText", "Vocabulary", "case_once_called", "entry_of", "find_files", "former_ids", "kind_of", "load_shared", "locate", "parse_document",
    "parse_records", "read_bytes", "read_case", "read_config", "read_pages", "read_records", "records_or_problems", "renamed", "renamed_cases", "text_lines", "validate", "vocabulary_of",
]  # fmt: skip
