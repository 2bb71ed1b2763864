"""Runs a Bowler script as it is, and hands back the texts that it would have written.

Bowler's own way of writing loses changes without a word: files with Windows line ends, a byte order mark, a form feed
or no final line end, files in Latin-1; it waits for ever for an exception that cannot be pickled or that asks for
another try; it leaves out what it cannot parse, and its exit code is 0 whatever happens. So ``Query.execute`` is
replaced by one that has no queues and no files: text in, text out, and everything that goes wrong in the answer.
"""

from __future__ import annotations

import logging
import os
import runpy
import sys
from collections.abc import Callable
from typing import Any

import bowler.query
import bowler.tool
from bowler.types import BowlerQuit, RetryFile
from fissix.pgen2.parse import ParseError
from fissix.refactor import RefactoringTool

from flask_modernize.plugins.host.modules import in_words, load

TRIES = 2
"""How often a file that asks for another try gets one."""


class _TextTool(bowler.tool.BowlerTool):  # type: ignore[misc]
    """Bowler's rewriting of one text, without its queues, its processes and its files."""

    def __init__(self, fixers: Any, processor: Any, options: dict[str, Any]) -> None:
        RefactoringTool.__init__(self, fixers, options=options)
        self.hunk_processor = processor
        self.complaint = ""

    def log_error(self, msg: str, *args: Any, **kwds: Any) -> None:
        error = args[-1] if args else None
        place = getattr(error, "context", None)
        what = f"line {place[1][0]}, at {error.value!r}" if isinstance(error, ParseError) and place else msg % args
        self.complaint = f"it cannot read {what}" if isinstance(error, ParseError) else what

    def rewritten(self, name: str, text: str) -> str:
        """The new text. Raises ParseError for a text that is not understood, and what the script raises."""
        complete = text if text.endswith("\n") else text + "\n"
        self.complaint = ""
        tree = self.refactor_string(complete, name)
        if tree is None:
            raise ParseError(self.complaint or "it cannot be parsed", None, None, None)
        new = str(tree)
        if new == complete:
            return text
        hunks = self.processed_file(new, name, complete)
        kept = [hunk for hunk in hunks if self.hunk_processor(name, hunk) is not False]
        if len(kept) < len(hunks):
            new = _with_hunks(complete, name, kept)
        return new if text.endswith("\n") else new.removesuffix("\n")


def _with_hunks(text: str, name: str, hunks: list[list[str]]) -> str:
    if not hunks:
        return text
    body = "".join("\n".join(hunk[2:]) + "\n" for hunk in hunks)
    result: str = bowler.tool.apply_single_file(text, f"--- {name}\n+++ {name}\n{body}")
    return result


class _Session:
    """The files as the queries of one script leave them, one after the other, and what went wrong."""

    def __init__(self, request: dict[str, Any], project: str, at: Callable[[str], None]) -> None:
        self.before: dict[str, str] = request["texts"]
        self.known: frozenset[str] = frozenset(request["known"])
        self.texts = dict(self.before)
        self.project, self.at = project, at
        self.unread: dict[str, str] = {}
        self.errors: list[tuple[str, str]] = []
        self.remarks: list[tuple[str, str]] = []
        self.queries = 0

    def execute(self, query: Any, filename_matcher: Any = None, **_: Any) -> Any:
        """Stands in for ``Query.execute``: ``write``, ``diff`` and ``silent`` all come here."""
        self.queries += 1
        fixers = query.compile()

        def processor(name: Any, hunk: Any) -> bool:
            # All are asked, as Bowler does: they may count.
            answers = [each(name, hunk) is not False for each in query.processors]
            return all(answers)

        options = {"print_function": True} if query.python_version == 3 else {}
        tool = _TextTool(fixers, processor, options)
        matcher = filename_matcher or query.filename_matcher or (lambda name: str(name).endswith(".py"))
        errors = len(self.errors)
        try:
            self._rewrite_all(tool, self._targets(query.paths, matcher))
        except BowlerQuit:
            self.errors.append(("", "it asked to stop before all files were done"))
        query.retcode, query.exceptions = int(len(self.errors) > errors), []
        return query

    def _targets(self, paths: list[str], matcher: Callable[[str], bool]) -> list[str]:
        chosen: set[str] = set()
        for each in paths:
            place = os.path.relpath(os.path.realpath(os.path.join(self.project, each)), self.project)
            place = place.replace(os.sep, "/")
            inside = f"{place}/" if place != os.curdir else ""
            if place in self.known:
                chosen.update({place} & self.texts.keys())  # a file that is named is not asked for its name
            elif any(path.startswith(inside) for path in self.known):
                chosen.update(path for path in self.texts if path.startswith(inside) and self._matches(path, matcher))
            else:
                self.remarks.append(("", f"There is no file or directory {str(each)!r}."))
        return sorted(chosen)

    def _matches(self, path: str, matcher: Callable[[str], bool]) -> bool:
        try:
            return bool(matcher(os.path.join(self.project, path)))
        except Exception as error:
            self.errors.append((path, in_words(error, self.project)))
            return False

    def _rewrite_all(self, tool: _TextTool, paths: list[str]) -> None:
        for number in range(TRIES):
            again = [path for path in paths if not self._rewrite(tool, path)]
            if not again:
                return
            if number == TRIES - 1:
                self.errors += [(path, "it asks to be tried again every time (RetryFile)") for path in again]
            paths = again

    def _rewrite(self, tool: _TextTool, path: str) -> bool:
        """Whether the file is done with."""
        self.at(path)
        name = os.path.join(self.project, path)
        try:
            new = tool.rewritten(name, self.texts[path])
        except RetryFile:
            return False
        except BowlerQuit:
            raise
        except ParseError as error:
            self.unread[path] = str(error.msg)
        except BaseException as error:  # SystemExit, too: a modifier must not end the others
            self.errors.append((path, in_words(error, self.project)))
        else:
            if new != self.texts[path]:
                self.texts[path] = new
                # The next query of the script may read the file itself.
                with open(name, "w", encoding="utf-8", newline="") as file:
                    file.write(new)
        return True


def run_script(request: dict[str, Any], project: str, at: Callable[[str], None]) -> dict[str, Any]:
    """The new texts by path, what could not be parsed, and what went wrong, each with its path ("": the script)."""
    session = _Session(request, project, at)
    bowler.query.Query.execute = lambda self, **words: session.execute(self, **words)
    logging.disable(logging.CRITICAL)
    reference: str = request["reference"]
    sys.argv[:] = [reference, *request["arguments"]]
    try:
        _run(reference, project, session)
    except SystemExit as ended:
        if ended.code not in (None, 0) and not session.errors:
            session.errors.append(("", f"it ended with exit code {ended.code}"))
    except EOFError:
        session.errors.append(("", "it asks a question, and there is nobody to answer"))
    except BaseException as error:
        session.errors.append(("", in_words(error, project)))
    if not session.queries and not session.errors:
        session.errors.append(("", "it ran no query"))
    changed = {path: text for path, text in session.texts.items() if text != session.before[path]}
    return {"changed": changed, "unread": session.unread, "errors": session.errors, "remarks": session.remarks}


def _run(reference: str, project: str, session: _Session) -> None:
    """As ``bowler run`` does: import, then ``main()``; and as ``python script.py`` where only that does something."""
    module = load(reference, project)
    main = getattr(module, "main", None)
    if callable(main):
        main()
    elif not session.queries and module.__file__:
        runpy.run_path(module.__file__, run_name="__main__")
