"""What a SyntaxError means to the owner of the file; Python 2 is named as such."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

from flask_modernize.sources.problems import SYNTAX, TOO_DEEP, UnreadableSource

# What CPython's parser (3.11 to 3.13) says about code that only Python 2 takes.
_PYTHON2_MESSAGES = (
    (re.compile(r"Missing parentheses in call to '(print|exec)'"), r"the \1 statement"),
    (re.compile(r"multiple exception types must be parenthesized"), "except X, e"),
    (re.compile(r"leading zeros in decimal integer literals"), "octal literals such as 0777"),
    (re.compile(r"(?:Lambda expression|Function) parameters cannot be parenthesized"), "tuple parameters"),
    (re.compile(r"inconsistent use of tabs"), "tabs and spaces mixed in an indentation"),
)

# Lines with an otherwise nameless error ("invalid syntax"), with strings and comments already taken out.
_PYTHON2_LINES = (
    (re.compile(r"^\s*(?:\w.*:\s*)?print\s+[^\s=(.\[,)]|^\s*print\s*>>"), "the print statement"),
    (re.compile(r"\bexcept\b[^:(]*,\s*\w+\s*:|\bexcept\s*\([^)]*\)\s*,\s*\w+\s*:"), "except X, e"),
    (re.compile(r"\braise\s+[\w.]+(?:\([^()]*\))?(?:\[[^]]*\])?\s*,"), "raise X, message"),
    (re.compile(r"`"), "backticks"),
    (re.compile(r"<>"), "the <> operator"),
    (re.compile(r"^\s*exec\s+[^\s=(.\[,)]"), "the exec statement"),
    (re.compile(r"\b(?:0[xX][0-9a-fA-F]+|\d+)[lL]\b"), "long literals such as 10L"),
    (re.compile(r"\b[uU][rR]Q"), "ur'' strings"),
    (re.compile(r"\bdef\s+\w+\s*\([^)]*\("), "tuple parameters"),
    (re.compile(r"\blambda\s*\("), "tuple parameters"),
)

# Keywords since Python 3.7, which older libraries and their users had as names: async=True, def async(f), kombu.async.
_ASYNC_NAME = re.compile(r"\basync\b(?!\s+(?:def|for|with)\b)")

# A string is replaced by the letter Q, so that its prefix stays visible and its content does not.
_STRING_OR_COMMENT = re.compile(r"""\"(?:\\.|[^"\\])*\"|'(?:\\.|[^'\\])*'|#.*""")


def unreadable_syntax(error: SyntaxError, line_text: Callable[[int], str]) -> UnreadableSource:
    """The error as a problem with its place; with the advice to convert Python 2 code first where it is likely that.

    ``line_text`` gives the file's line of that number (1-based), empty if the file has no such line.
    """
    message = error.msg or "invalid syntax"
    line = max(error.lineno or 0, 1)
    column = max(error.offset or 0, 1)
    if "too many nested" in message or "too many statically nested" in message:
        return UnreadableSource(TOO_DEEP, f"the code is nested too deeply for Python's parser: {message}", line, column)
    return UnreadableSource(SYNTAX, _explanation(message, line_text(line)), line, column)


def _explanation(message: str, code: str) -> str:
    """The parser's ``message`` about the line ``code``, in words that say what to do where that is known."""
    idiom = _python2_idiom(message, code)
    if idiom is not None:
        return f"Python 2 syntax ({idiom}): convert the file to Python 3 first, for instance with fissix or 2to3"
    if _ASYNC_NAME.search(_without_strings(code)):
        return "not valid Python 3.7 and later: async used as a name; rename it"
    if sys.version_info < (3, 12) and message.startswith("f-string: "):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"not valid Python {version}: {message}; run this tool with the Python version that the project is for"
    return f"not valid Python 3: {message}"


def _python2_idiom(message: str, line: str) -> str | None:
    for pattern, idiom in _PYTHON2_MESSAGES:
        found = pattern.search(message)
        if found:
            return found.expand(idiom)
    code = _without_strings(line)
    return next((idiom for pattern, idiom in _PYTHON2_LINES if pattern.search(code)), None)


def _without_strings(line: str) -> str:
    return _STRING_OR_COMMENT.sub(lambda match: "" if match.group().startswith("#") else "Q", line)
