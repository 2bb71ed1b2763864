"""Migrations made of codemods that give new texts for whole files: LibCST commands and Bowler scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_modernize.planning.contract import Finding, Group, Options, Plan
from flask_modernize.plugins.child import ChildFailed, Code, ask, last_line
from flask_modernize.plugins.text_edits import group_of
from flask_modernize.project import Project
from flask_modernize.sources import SourceFile, UnencodableText, UnreadableSource

EXCLUDE_ADVICE = "Rewrite it by hand, or name it in this codemod's `exclude`."
SYNTAX = {
    "bowler": "Bowler's parser knows Python up to 3.8: not `match`, not parenthesised `with`.",
    "libcst": "LibCST cannot read it.",
}


@dataclass(frozen=True, slots=True)
class TextCodemod:
    """The ``plan`` of such a migration. Each question is one child process; what it prints and writes is lost."""

    id: str
    kind: str
    """``bowler`` or ``libcst``."""
    reference: str
    """``codemods/rename.py`` or ``package.module``; of a class with ``:Name``."""
    title: str
    code: Code
    declared_in: str
    """The file that a finding about the codemod itself is about."""
    arguments: Mapping[str, Any] | tuple[str, ...] = ()
    contains: tuple[bytes, ...] = ()
    """Only files with one of these bytes are given to it; all when empty."""
    seconds: float = 300

    def __call__(self, project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
        sources, findings = self._sources(project, paths)
        if not sources:
            return Plan((), tuple(findings))
        texts = {path: source.text(0, len(source.data)) for path, source in sources.items()}
        words = {
            "reference": self.reference,
            "arguments": dict(self.arguments) if isinstance(self.arguments, Mapping) else list(self.arguments),
            "texts": texts,
            "known": list(project.tree.paths),
        }
        files = {path: source.data for path, source in sources.items()}
        try:
            answered = _Answer(ask(self.kind, self.code, words, files=files, seconds=self.seconds), texts)
        except ChildFailed as failure:
            return Plan((), (*findings, self._failed(failure)))
        except (KeyError, TypeError, ValueError, AttributeError):
            return Plan((), (*findings, self._fault("", "its answer is not what it must be.")))
        groups = () if answered.failed else tuple(self._groups(answered, sources, findings))
        findings += self._findings(answered, sources)
        return Plan(groups, tuple(findings))

    def _sources(self, project: Project, paths: frozenset[str] | None) -> tuple[dict[str, SourceFile], list[Finding]]:
        """The files that the codemod gets, and findings for those that are no text."""
        sources: dict[str, SourceFile] = {}
        findings = []
        for path in project.tree.python_paths() if paths is None else sorted(paths):
            try:
                data = project.tree.read(path)
                if not self.contains or any(each in data for each in self.contains):
                    sources[path] = SourceFile.from_bytes(data)
            except UnreadableSource as problem:
                findings.append(self._unread(path, problem.message))
        return sources, findings

    def _groups(self, answer: _Answer, sources: Mapping[str, SourceFile], findings: list[Finding]) -> Iterator[Group]:
        for path, text in answer.changed.items():
            try:
                group = group_of(path, sources[path], text, self.title)
            except UnencodableText as error:
                findings.append(self._fault(path, f"{error}."))
                continue
            if group.edits:
                yield group

    def _findings(self, answer: _Answer, sources: Mapping[str, SourceFile]) -> Iterator[Finding]:
        for path, why in answer.unread.items():
            if _is_python(sources[path]):
                yield self._unread(path, f"{why}. {SYNTAX[self.kind]}")
        for path, why in answer.errors:
            yield self._fault(path, f"{why}.")
        for path, text in answer.remarks:
            yield Finding(path or self.declared_in, 1, 1, "O-REMARK", f"{self.id} says: {text}", site=False)

    def _failed(self, failure: ChildFailed) -> Finding:
        said = last_line(failure.output)
        message = f"{failure.message}{f' ({said})' if said else ''}."
        return self._fault(failure.place, message, "G-TIME" if failure.late else "G-CRASH")

    def _fault(self, path: str, message: str, code: str = "G-CRASH") -> Finding:
        what = "could not rewrite this file" if path else "could not do its work, and nothing was changed"
        advice = f"{EXCLUDE_ADVICE} The fault is in {self.reference}." if path else f"The fault is in {self.reference}."
        return Finding(path or self.declared_in, 1, 1, code, f"{self.id} {what}: {message}", advice, site=False)

    def _unread(self, path: str, why: str) -> Finding:
        message = f"{self.id} could not look at this file: {why}"
        return Finding(path, 1, 1, "G-UNREAD", message, EXCLUDE_ADVICE, site=False)


class _Answer:
    """The answer of a child, checked: of code that is not ours nothing is taken on trust."""

    def __init__(self, data: Any, texts: Mapping[str, str]) -> None:
        known = {**dict.fromkeys(texts, True), "": True}
        self.errors = [(path, str(why)) for path, why in data["errors"] if path in known]
        self.remarks = [(path, str(text)) for path, text in data["remarks"] if path in known]
        self.unread = {path: str(why) for path, why in sorted(data["unread"].items()) if path in texts}
        # What was rewritten by half is not rewritten.
        bad = {path for path, _ in self.errors} | self.unread.keys()
        self.changed = {
            path: str(text).replace("\r\n", "\n").replace("\r", "\n")
            for path, text in sorted(data["changed"].items())
            if path in texts and path not in bad
        }
        self.failed = any(path == "" for path, _ in self.errors)
        """Whether the codemod as a whole went wrong, so that its result may be incomplete."""


def _is_python(source: SourceFile) -> bool:
    """Whether Python itself can read the file; where it cannot, the run says so anyway."""
    try:
        source.parse()
    except UnreadableSource:
        return False
    return True


def code_of(reference: str, files: Mapping[str, bytes]) -> Code:
    """The files that a codemod is run from; a script's own directory is on its import path."""
    where = reference.partition(":")[0]
    return Code(files, (os.path.dirname(where) or os.curdir,)) if where.endswith(".py") else Code({})
