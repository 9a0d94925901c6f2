"""The codes of findings: which are warnings, that a record may accept with a reason, and which stop a build."""

from __future__ import annotations

WARNINGS = frozenset([
    "cut-by-anchor", "cut-by-comment", "escape", "full-width-mark", "odd-character", "text-not-shown",
    "absolute-path", "answer-form", "ascii-punctuation", "bad-choice", "big-picture", "broken-anchor",
    "broken-link", "broken-nav", "card-without-source", "dropped-link", "empty-list", "few-options", "figure-source-not-cited",
    "heavy-indicator", "idle-profile-entry", "incomplete-case", "incomplete-indicator", "landline", "local-path", "locator-length", "low-contrast", "uncarried-part",
    "minutes-do-not-add-up", "near-duplicate", "nearly-equal-ids", "needs-extension", "nested-footnote", "no-cases", "no-effect", "no-table",
    "no-such-file", "not-reviewed", "number-without-figure", "one-sided-option", "one-way-related", "orphan-source", "orphan-term",
    "outcome-told", "outdated-excerpt", "page-not-in-nav", "passed-over", "picture-without-text", "remote-file", "remote-image", "set-twice",
    "repeated-item", "repeated-title", "stale-accept", "too-long", "two-questions", "unknown-setting",
    "unused-screening", "windows-path", "word-to-avoid", "wrong-accept", "wrong-letter-case",
])  # fmt: skip
"""Codes of which at least some findings are warnings."""

ERRORS = frozenset([
    "comment-in-brackets", "odd-space", "shallow", "text-after-bracket", "uneven",
    "bad-address", "bad-colour", "bad-date", "bad-figure", "bad-file-name", "bad-folder", "bad-grades", "bad-id", "bad-nav",
    "bad-setting", "bad-shares", "bad-start", "bad-value", "bad-word", "broken-reference", "card-too-long",
    "checklist-too-long", "complex-key", "conflict", "cycle", "dates-reversed", "directory-named-like-file",
    "duplicate-id", "duplicate-key", "empty", "empty-checklist", "empty-value", "encoding", "exhibit-without-source", "forbidden-character",
    "frames-failed", "frozen-changed", "full-width-colon", "full-width-comma", "full-width-space", "id-number", "id-unlike-file", "internal-error",
    "minutes-unlike-plan", "missing-file", "missing-key", "mobile-number", "nav-form", "no-plugin", "no-space-after-colon",
    "no-such-folder", "no-such-parent", "not-a-folder", "not-a-mapping", "open-head", "out-of-range",
    "plugins-form", "reading-without-work", "related-to-itself", "reserved-id", "same-words", "second-document", "second-profile", "secrecy-mark",
    "strange-character", "stray-file", "stray-folder", "swallowed-lines", "syntax", "tab", "tag",
    "text-after-quote", "too-big", "too-deep", "too-long-value", "too-many-aliases", "too-many-signs", "unclosed-bracket", "unclosed-quote",
    "unknown-extension", "unknown-icon", "unknown-key", "unknown-language", "unknown-part", "unknown-plugin", "unknown-step",
    "unknown-theme", "unpublished-reference", "unquoted-colon", "unreachable-indicator", "unreadable",
    "unsafe-html", "unsafe-link", "wrong-type", "wrong-value",
])  # fmt: skip
"""Codes of errors only."""
