"""The codemods of this migration, in the order in which they are asked."""

from __future__ import annotations

from flask_modernize_codemods.python3_syntax import builtin_names, moved_modules
from flask_modernize_codemods.python3_syntax.legacy_file import Codemod

CODEMODS: tuple[Codemod, ...] = (builtin_names.CODEMOD, moved_modules.CODEMOD)
