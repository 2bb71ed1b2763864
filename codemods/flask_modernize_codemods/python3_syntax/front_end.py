"""Text that only Python 2 parses, turned into Python 3 by fissix's fixers: in memory, in as many passes as it takes.

Only what the grammar asks for is changed. What a name means is looked at later, on code that parses.
"""

from __future__ import annotations

import ast
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fissix.pgen2 import token, tokenize
from fissix.pgen2.parse import ParseError
from fissix.refactor import RefactoringTool

from flask_modernize_codemods.python3_syntax.indentation import without_mixed_tabs

FIXERS = (
    *(f"fissix.fixes.fix_{name}" for name in ("except", "exec", "ne", "numliterals", "paren")),
    *(f"fissix.fixes.fix_{name}" for name in ("raise", "repr", "throw")),
    "flask_modernize_codemods.python3_syntax.fix_print",
    "flask_modernize_codemods.python3_syntax.fix_tuple_params",
)
LATER_FIXERS = ("fissix.fixes.fix_numliterals",)
MAX_PASSES = 4
"""``0777L`` takes two: the first leaves ``0777``."""

KEYWORDS = ("async", "await")
"""Names of Python 2 that have been keywords since Python 3.7."""

_PLACEHOLDER = re.compile(r"\bxxx_todo_changeme\d*\b")
_UNPACKED = re.compile(r"\(([\w\s,()]+)\) = (xxx_todo_changeme\d*)\b")
_UNICODE_LITERALS = re.compile(r"^from __future__ import .*\bunicode_literals\b", re.MULTILINE)
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_ESCAPED_CHARACTER = re.compile(r"\\u[0-9a-fA-F]{4}")
_CAUGHT = re.compile(r"\bas (xxx_todo_changeme\d*):")


class NotConvertible(Exception):
    """What fissix cannot read, or what still does not parse after its fixers. ``line`` is 1-based, 0 for the file."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Converted:
    """A file's text as Python 3, its line ends ``"\\n"``."""

    text: str
    renamed: frozenset[str]
    """Keywords that were names: ``async`` is ``async_`` now, everywhere in the file."""
    warnings: tuple[tuple[int, str], ...]
    """What a fixer could not do: the line it stood on, and its reason."""


class _Tool(RefactoringTool):  # type: ignore[misc]
    """fissix's own tool without its words on the terminal."""

    def log_error(self, msg: str, *args: Any, **kwargs: Any) -> None:
        raise

    def log_message(self, msg: str, *args: Any) -> None:
        pass

    log_debug = log_message


def convert(text: str) -> Converted:
    """The text of a file that Python 3 does not parse, as one that it does.

    Raises NotConvertible, with the reason, where that is not possible, or where a comment would be lost.
    """
    ended = text if text.endswith("\n") else f"{text}\n"
    ended = without_mixed_tabs(ended)
    renamed: frozenset[str] = frozenset()
    current, messages = ended, []
    for number in range(MAX_PASSES):
        tree, found = _refactored(current, FIXERS if number == 0 else LATER_FIXERS, statement=number == 0)
        messages += found
        names = _rename_keywords(tree)
        _rewrite_strings(tree, plain=_UNICODE_LITERALS.search(ended) is None)
        renamed |= names
        current, before = str(tree), current
        if _parses(current) or current == before:
            break
    current = _with_better_names(current)
    problem = _problem(current)
    if problem is not None:
        raise problem
    if _comments(current) != _comments(ended):
        raise NotConvertible("a comment would be lost")
    return Converted(current if text.endswith("\n") else current[:-1], renamed, tuple(messages))


def _refactored(text: str, fixers: tuple[str, ...], *, statement: bool) -> tuple[Any, list[tuple[int, str]]]:
    """The tree after one pass, with the print statement or, where that does not parse, with the function.

    ``print(a, b)`` of an earlier pass must not be taken for a ``statement`` that prints a tuple.
    """
    errors = []
    for options in ({"print_function": False}, {"print_function": True})[0 if statement else 1 :]:
        tool = _Tool(fixers, options)
        try:
            return tool.refactor_string(text, "<file>"), [_warning(each) for each in tool.fixer_log]
        except ParseError as error:
            errors.append(NotConvertible(f"it is no Python 2 either: {error.msg}", _line_of(error)))
        except (tokenize.TokenError, IndentationError) as error:
            line = error.args[1][0] if isinstance(error, tokenize.TokenError) else error.lineno or 0
            raise NotConvertible(f"it is no Python 2 either: {error.args[0]}", line) from None
        except RecursionError:
            raise NotConvertible("it is nested too deeply") from None
    raise max(errors, key=lambda error: error.line)


def _line_of(error: ParseError) -> int:
    try:
        return int(error.context[1][0])
    except (TypeError, IndexError, AttributeError):
        return 0


def _warning(logged: str) -> tuple[int, str]:
    """What a fixer says: ``Line 3: could not convert: ...``."""
    found = re.match(r"Line (\d+): (.*)", logged, re.DOTALL)
    return (int(found[1]), found[2].strip()) if found else (1, logged.strip())


# -- names that are keywords now ---------------------------------------------------------------------------------------


def _rename_keywords(tree: Any) -> frozenset[str]:
    leaves = [leaf for leaf in tree.leaves() if leaf.type == token.NAME]
    names = {leaf.value for leaf in leaves}
    found = frozenset(name for name in KEYWORDS if name in names)
    for name in sorted(found):
        if f"{name}_" in names:
            raise NotConvertible(f"{name} is a keyword now, and the name {name}_ is taken")
    for leaf in leaves:
        if leaf.value in found:
            leaf.value += "_"
            leaf.changed()
    return found


# -- literals ----------------------------------------------------------------------------------------------------------


def _rewrite_strings(tree: Any, *, plain: bool) -> None:
    """``ur"..."`` reads ``\\uXXXX`` as a character and every other backslash as itself.

    In strings that are ``plain`` (without unicode_literals) ``\\u``, ``\\U`` and ``\\N`` were two characters.
    """
    for leaf in tree.leaves():
        if leaf.type != token.STRING:
            continue
        value = leaf.value
        if value[:2].lower() == "ur":
            body = value[2:]
            raw = _ESCAPED_CHARACTER.search(body) is None
            value = f"r{body}" if raw else re.sub(r"\\(?!u[0-9a-fA-F]{4})", r"\\\\", body)
        elif plain and value[0] in "'\"":
            value = _ESCAPE.sub(
                lambda found: "\\" + found.group() if found.group()[1] in "uUN" else found.group(), value
            )
        if value != leaf.value:
            leaf.value = value
            leaf.changed()


# -- names that fissix makes up ----------------------------------------------------------------------------------------


def _with_better_names(text: str) -> str:
    """``xxx_todo_changeme`` by the names that it is unpacked into, or ``error``; as it is where those are taken."""
    wanted: dict[str, str] = {}
    for placeholder in _CAUGHT.findall(text):
        wanted[placeholder] = "error"
    for target, placeholder in _UNPACKED.findall(text):
        wanted.setdefault(placeholder, "_".join(re.findall(r"\w+", target)))
    taken = set(re.findall(r"\w+", text))
    better = {old: _free(new, taken) for old, new in wanted.items()}
    return _PLACEHOLDER.sub(lambda found: better.get(found.group(), found.group()), text)


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "_"
    return name


# -- checks ------------------------------------------------------------------------------------------------------------


def _parses(text: str) -> bool:
    return _problem(text) is None


def _problem(text: str) -> NotConvertible | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return NotConvertible(f"after the fixers it still is not Python 3: {error.msg}", error.lineno or 0)
        except (ValueError, RecursionError, MemoryError):
            return NotConvertible("Python's parser gives up on it")
    return None


def _comments(text: str) -> Counter[str]:
    return Counter(string.rstrip() for kind, string in _tokens(text) if kind == tokenize.COMMENT)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    for each in tokenize.generate_tokens(io.StringIO(text).readline):
        yield each[0], each[1]
