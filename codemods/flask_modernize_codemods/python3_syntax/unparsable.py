"""The files that Python 3 does not parse: converted as a whole, in a project of their own, before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_modernize.planning.contract import Finding
from flask_modernize.project import Project
from flask_modernize.sources import Changes, SourceFile, Tree, UnreadableSource
from flask_modernize_codemods.python3_syntax.codes import ADVICE, GUIDE
from flask_modernize_codemods.python3_syntax.places import line_before

_PLURAL = {True: "files", False: "file"}


@dataclass(frozen=True, slots=True)
class Conversions:
    """What became of the files that do not parse."""

    project: Project
    """The project with the files that could be converted in place of what they were."""
    paths: frozenset[str]
    """Those files."""
    findings: tuple[Finding, ...]


def unparsable(tree: Tree) -> tuple[str, ...]:
    """The files that Python can decode and not parse, sorted."""
    return tuple(path for path in tree.python_paths() if _does_not_parse(tree, path))


def convert_files(project: Project, paths: Iterable[str]) -> Conversions:
    """Converts files that do not parse. Those that import ``async`` as a name of others stay as they are."""
    from flask_modernize_codemods.python3_syntax.front_end import NotConvertible, convert

    findings: list[Finding] = []
    texts: dict[str, str] = {}
    renamed: dict[str, frozenset[str]] = {}
    for path in sorted(paths):
        source = SourceFile.from_bytes(project.tree.read(path))
        try:
            converted = convert(source.text(0, len(source.data)))
        except NotConvertible as error:
            findings.append(_not_converted(path, source, error.line, error.message))
            continue
        texts[path] = converted.text
        if converted.renamed:
            renamed[path] = converted.renamed
        findings += [_finding(path, line, "P-FIXER", message) for line, message in converted.warnings]
    return _without_names_of_others(project, texts, renamed, findings)


def _without_names_of_others(
    project: Project, texts: dict[str, str], renamed: dict[str, frozenset[str]], findings: list[Finding]
) -> Conversions:
    """The conversions, with keywords that name what is not the project's written otherwise; not of files where that
    cannot be done."""
    from flask_modernize_codemods.python3_syntax.keyword_names import Refused, Rewritten, names_of_others, written

    while True:
        converted = project.with_changes(_changes(project.tree, texts))
        places = {path: names_of_others(converted, path, renamed[path]) for path in sorted(renamed)}
        refused = [path for path, found in places.items() if any(isinstance(each, Refused) for each in found)]
        if not refused:
            break
        for path in refused:
            told = [each.finding for each in places[path] if each.finding is not None]
            findings += _in_original(project.tree, converted.tree, told)
            del texts[path], renamed[path]
    for path, found in places.items():
        rewritten = [each for each in found if isinstance(each, Rewritten)]
        told = [each.finding for each in rewritten if each.finding is not None]
        findings += _in_original(project.tree, converted.tree, told)
        texts[path] = written(SourceFile.from_bytes(converted.tree.read(path)), rewritten)
    converted = project.with_changes(_changes(project.tree, texts))
    return Conversions(converted, frozenset(texts), tuple(findings))


def _does_not_parse(tree: Tree, path: str) -> bool:
    try:
        source = SourceFile.from_bytes(tree.read(path))
    except UnreadableSource:
        return False
    try:
        source.parse()
    except UnreadableSource as problem:
        return problem.code == "S-SYNTAX"
    return False


def _changes(tree: Tree, texts: Mapping[str, str]) -> Changes:
    return Changes(tree.delta(path, _bytes(tree.read(path), text)) for path, text in texts.items())


def _bytes(before: bytes, text: str) -> bytes:
    """The text in the file's encoding; lines that it has in common with ``before`` are taken from there."""
    from flask_modernize.sources.line_matching import changed_blocks

    source = SourceFile.from_bytes(before)
    old = source.text(0, len(before)).split("\n")
    new = text.split("\n")
    parts: list[bytes] = []
    position = 0
    for a, b, c, d in changed_blocks([line.encode() for line in old], [line.encode() for line in new]):
        start = _line_start(source, a, len(old))
        parts.append(before[position:start])
        block = "".join(f"{line}\n" for line in new[c:d])
        position = _line_start(source, b, len(old))
        parts.append(source.encode(block[:-1] if d == len(new) and block else block))
    parts.append(before[position:])
    return b"".join(parts)


def _line_start(source: SourceFile, index: int, lines: int) -> int:
    if index == 0:
        return source.line_span(1)[0] if source.line_count else 0
    return len(source.data) if index >= lines else source.line_span(index + 1)[0]


# -- findings ----------------------------------------------------------------------------------------------------------


def _finding(path: str, line: int, code: str, message: str) -> Finding:
    return Finding(path, line, 1, code, message, ADVICE[code], GUIDE)


def _not_converted(path: str, source: SourceFile, line: int, message: str) -> Finding:
    try:
        source.parse()
    except UnreadableSource as problem:
        told = f"Python 3 says: {problem.message}. fissix: {message}."
        return _finding(path, problem.line or max(line, 1), "P-SYNTAX", told)
    raise AssertionError(path)


def _in_original(before: Tree, after: Tree, findings: Iterable[Finding]) -> list[Finding]:
    from dataclasses import replace

    return [replace(each, line=line_before(before, after, each.path, each.line)) for each in findings]
