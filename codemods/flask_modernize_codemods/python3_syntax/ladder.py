"""The codemods of this migration, in the order in which they are asked."""

from __future__ import annotations

from flask_modernize_codemods.python3_syntax import (
    builtin_names,
    dict_methods,
    implicit_imports,
    moved_modules,
    special_methods,
)
from flask_modernize_codemods.python3_syntax.legacy_file import Codemod

CODEMODS: tuple[Codemod, ...] = (
    builtin_names.CODEMOD,
    dict_methods.CODEMOD,
    moved_modules.CODEMOD,
    implicit_imports.CODEMOD,
    special_methods.CODEMOD,
)
