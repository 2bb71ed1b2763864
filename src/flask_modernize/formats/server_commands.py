"""Words like ``app:app`` in the commands that start a server, and how the text around them has to be quoted.

Commands are found in any text: shell scripts, Procfiles, Makefiles, Dockerfiles, systemd units, INI, YAML, JSON and
TOML. All of them hold a shell word, a string of their own, or a whole command inside of a string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TARGET = re.compile(r"(?<![\w.:/\\$@-])([A-Za-z_][\w.]*(?:/[\w.]+)*):([A-Za-z_]\w*)(?![\w:(./@-])")
_SERVERS = re.compile(
    r"(?<![\w-])(gunicorn|uwsgi|waitress-serve|hypercorn|uvicorn|chaussette|FLASK_APP|flask|wsgi_app)(?![\w.])(?!://)"
)
_LINES_BACK = 12
"""A command may be written as a list, one word on a line."""
_UWSGI_FILE = re.compile(r"(?:^[ \t]*wsgi-file[ \t]*=[ \t]*|--wsgi-file[ =]+)([\w./-]+\.py)\b", re.MULTILINE)
_UWSGI_IMPORTED = re.compile(
    r"(?:^[ \t]*(?:module|wsgi)[ \t]*=[ \t]*([\w.]+)[ \t\r]*$|--(?:module|wsgi)[ =]+([\w.]+)(?![\w.:]))", re.MULTILINE
)
_UWSGI_CALLABLE = re.compile(r"(?:^[ \t]*callable[ \t]*=[ \t]*|--callable[ =]+)(\w+)", re.MULTILINE)
_UWSGI_MODULE = re.compile(r"^\s*(?:module|wsgi)\s*=\s*$")


@dataclass(frozen=True, slots=True)
class ServerWord:
    """``module:name`` where a server is told what to run; ``start`` and ``end`` are characters of the text.

    ``server`` is what is told. ``form`` is ``string`` for a word with quotes of its own (then ``quote`` is the mark),
    ``ini`` for the whole value of a key, which takes no quotes, ``file`` and ``module`` for what uWSGI loads where the
    name is told elsewhere, and ``shell`` for a bare word of a command line; then ``quote`` is the mark of the string
    that the whole command stands in, empty when it stands in none.
    """

    start: int
    end: int
    module: str
    name: str
    server: str
    form: str
    quote: str

    def quoted(self, word: str) -> str:
        """``word`` as it must be written in place of this one, when it has characters that a shell would take apart."""
        if self.form != "shell":
            return word
        mark = "'" if self.quote == '"' else '"'
        return f"{mark}{word}{mark}"


def server_words(text: str) -> Iterator[ServerWord]:
    """Every such word of a text, in order."""
    for match in _TARGET.finditer(text):
        start, end = match.span()
        line_start = text.rfind("\n", 0, start) + 1
        before = text[line_start:start]
        if "#" in before.split("'")[0].split('"')[0] and re.search(r"(?:^|\s)#", before):
            continue
        if _UWSGI_MODULE.match(before) and "[uwsgi]" in text[:start]:
            yield ServerWord(start, end, match[1], match[2], "uwsgi", "ini", "")
            continue
        server = _server_before(text, line_start, start)
        if server:
            form, quote = _form(text, line_start, start, end)
            yield ServerWord(start, end, match[1], match[2], server, form, quote)


def _server_before(text: str, line_start: int, start: int) -> str:
    """The server whose command the word is a part of; empty when there is none."""
    found = _last_server(text[line_start:start])
    if found:
        return found
    own_line = text[line_start : text.find("\n", start) if "\n" in text[start:] else len(text)]
    first = line_start
    for _ in range(_LINES_BACK):
        if first == 0:
            break
        previous = text.rfind("\n", 0, first - 1) + 1
        line = text[previous : first - 1]
        goes_on = line.rstrip().endswith(("\\", ",", "[")) or (_is_item(line) and _is_item(own_line))
        if not goes_on and not (_is_item(own_line) and line.rstrip().endswith((">", "|", ">-", "|-"))):
            break
        found = _last_server(line)
        if found:
            return found
        first = previous
    return ""


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _last_server(text: str) -> str:
    found = _SERVERS.findall(text)
    return found[-1] if found else ""


def _form(text: str, line_start: int, start: int, end: int) -> tuple[str, str]:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in ("'", '"') and after == before:
        return "string", before
    return "shell", _open_quote(text[line_start:start])


def _open_quote(text: str) -> str:
    """The quotation mark that is open at the end of the text."""
    mark = ""
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and mark != "'":
            escaped = True
        elif mark:
            mark = "" if character == mark else mark
        elif character in ("'", '"'):
            mark = character
    return mark


def uwsgi_files(text: str) -> Iterator[ServerWord]:
    """What uWSGI is told to load: ``wsgi-file = app.py``, or ``module = app``. ``name`` is what it takes from there.

    It looks into the module for the name, and so finds nothing that the module makes only when it is asked.
    """
    called = _UWSGI_CALLABLE.search(text)
    name = called[1] if called else "application"
    for match in _UWSGI_FILE.finditer(text):
        yield ServerWord(match.start(1), match.end(1), match[1], name, "uwsgi", "file", "")
    if "uwsgi" not in text:
        return
    for match in _UWSGI_IMPORTED.finditer(text):
        group = 1 if match[1] else 2
        yield ServerWord(match.start(group), match.end(group), match[group], name, "uwsgi", "module", "")
