"""Indentation in which tabs and spaces are mixed: Python 2 takes a tab as the way to the next multiple of eight."""

from __future__ import annotations

import ast
import re
import warnings

_LEADING = re.compile(r"[ \t]*")
TAB = 8


def without_mixed_tabs(text: str) -> str:
    """The text with the indentation that Python 2 saw, in tabs or in spaces, whichever more of its lines have.

    As it is where Python 3 does not complain about its tabs.
    """
    if "\t" not in text or not _has_tab_error(text):
        return text
    lines = text.split("\n")
    inside = _lines_in_strings(text)
    tabs = sum(line.startswith("\t") for line in lines)
    spaces = sum(line.startswith(" ") for line in lines)
    with_tabs, with_spaces = (
        "\n".join(line if number in inside else _indented(line, tabs=kind) for number, line in enumerate(lines, 1))
        for kind in (True, False)
    )
    return with_tabs if tabs > spaces and not _has_tab_error(with_tabs) else with_spaces


def _indented(line: str, *, tabs: bool) -> str:
    leading = _LEADING.match(line)
    assert leading is not None
    if "\t" not in leading.group() and not tabs:
        return line
    width = len(leading.group().expandtabs(TAB))
    indent = "\t" * (width // TAB) + " " * (width % TAB) if tabs else " " * width
    return indent + line[leading.end() :]


def _has_tab_error(text: str) -> bool:
    """Whether the first thing that Python 3 has to say is about tabs, or would be with the rest of the code cut off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(_skeleton(text))
        except TabError:
            return True
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return False


def _skeleton(text: str) -> str:
    """Every line that starts a statement as one that Python 3 parses, in its own indentation."""
    import io

    from fissix.pgen2 import token, tokenize

    kept: list[str] = []
    lines = text.split("\n")
    first: int | None = None
    last = ""
    try:
        for kind, string, (row, _), _, _ in tokenize.generate_tokens(io.StringIO(text).readline):
            if kind in (token.INDENT, token.DEDENT, tokenize.NL, tokenize.COMMENT, token.ENDMARKER):
                continue
            if kind == token.NEWLINE:
                if first is not None:
                    leading = _LEADING.match(lines[first - 1])
                    assert leading is not None
                    kept.append(leading.group() + ("if 1:" if last == ":" else "pass"))
                first = None
                continue
            first = first or row
            last = string
    except (tokenize.TokenError, IndentationError):
        return ""
    return "\n".join(kept) + "\n"


def _lines_in_strings(text: str) -> frozenset[int]:
    """The (1-based) lines that begin inside of a string."""
    import io

    from fissix.pgen2 import token, tokenize

    found: set[int] = set()
    for kind, _, (first, _), (last, _), _ in tokenize.generate_tokens(io.StringIO(text).readline):
        if kind == token.STRING:
            found.update(range(first + 1, last + 1))
    return frozenset(found)
