"""What each Python file says: one pass with :mod:`ast`, in worker processes, cached by content."""

from __future__ import annotations

from flask_modernize.facts.cache import FactsCache
from flask_modernize.facts.index import Source, index_files, record_of
from flask_modernize.facts.record import (
    Attribute,
    AttributeWrite,
    Binding,
    CallStatement,
    ClassFacts,
    FileRecord,
    FunctionFacts,
    Ignore,
    Lines,
    Method,
    ModuleFacts,
    Parameter,
    Sketch,
    StarImport,
    decode,
)

__all__ = [
    "Attribute",
    "AttributeWrite",
    "Binding",
    "CallStatement",
    "ClassFacts",
    "FactsCache",
    "FileRecord",
    "FunctionFacts",
    "Ignore",
    "Lines",
    "Method",
    "ModuleFacts",
    "Parameter",
    "Sketch",
    "Source",
    "StarImport",
    "decode",
    "index_files",
    "record_of",
]
