"""From disk or a git revision to an immutable tree of files, and back.

The names below are imported when they are first used: starting the command line must not pay for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.sources.changes import Changes, FileDelta
    from flask_modernize.sources.diff import Hunk, file_diff_lines, unified_diff
    from flask_modernize.sources.discovery import find_root, working_tree
    from flask_modernize.sources.problems import SourceProblem, UnreadableSource
    from flask_modernize.sources.revisions import UnknownRevision, revision_tree
    from flask_modernize.sources.text import SourceFile, UnencodableText
    from flask_modernize.sources.tree import DEFAULT_MAX_BYTES, Tree, memory_tree
    from flask_modernize.sources.writing import WriteConflict, WriteFailed, write_changes

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Changes",
    "FileDelta",
    "Hunk",
    "SourceFile",
    "SourceProblem",
    "Tree",
    "UnencodableText",
    "UnknownRevision",
    "UnreadableSource",
    "WriteConflict",
    "WriteFailed",
    "file_diff_lines",
    "find_root",
    "memory_tree",
    "revision_tree",
    "unified_diff",
    "working_tree",
    "write_changes",
]

_MODULES = {
    "changes": ("Changes", "FileDelta"),
    "diff": ("Hunk", "file_diff_lines", "unified_diff"),
    "discovery": ("find_root", "working_tree"),
    "problems": ("SourceProblem", "UnreadableSource"),
    "revisions": ("UnknownRevision", "revision_tree"),
    "text": ("SourceFile", "UnencodableText"),
    "tree": ("DEFAULT_MAX_BYTES", "Tree", "memory_tree"),
    "writing": ("WriteConflict", "WriteFailed", "write_changes"),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
