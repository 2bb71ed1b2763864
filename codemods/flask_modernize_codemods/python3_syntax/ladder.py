"""The codemods of this migration, in the order in which they are asked."""

from __future__ import annotations

from flask_modernize_codemods.python3_syntax import (
    builtin_names,
    comparisons,
    dict_methods,
    division,
    exception_messages,
    html_escape,
    implicit_imports,
    leftovers,
    lists,
    moved_modules,
    special_methods,
    string_functions,
    string_io,
    text_and_bytes,
)
from flask_modernize_codemods.python3_syntax.legacy_file import Codemod

CODEMODS: tuple[Codemod, ...] = (
    builtin_names.CODEMOD,
    dict_methods.CODEMOD,
    moved_modules.CODEMOD,
    string_io.CODEMOD,
    implicit_imports.CODEMOD,
    special_methods.CODEMOD,
    exception_messages.CODEMOD,
    comparisons.CODEMOD,
    lists.CODEMOD,
    division.CODEMOD,
    text_and_bytes.CODEMOD,
    string_functions.CODEMOD,
    html_escape.CODEMOD,
    leftovers.CODEMOD,
)
