"""From a library's rules to edits and findings, for the Python files of a project."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, ImportDrop
from flask_modernize.project.dependencies import is_pinned_from
from flask_modernize.rules.calls import call_matches, calls_to_match
from flask_modernize.rules.index import RuleIndex, fitting_rules, rule_index, sought
from flask_modernize.rules.kinds import Rule
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import member_matches, override_matches
from flask_modernize.rules.moves import import_matches, module_import_matches, name_matches, reported_imports
from flask_modernize.rules.replacing import Composed, composed
from flask_modernize.rules.unused_imports import UnusedImport, unused_imports

if TYPE_CHECKING:
    from flask_modernize.project.project import Project
    from flask_modernize.project.syntax import Syntax

Planned = tuple[list[Group], list[Finding]]


def plan_python_rules(project: Project, rules: Sequence[Rule], guide: str, matchers: Sequence[Matcher] = ()) -> Planned:
    """Groups and findings of every Python file that says a word of the rules; ``guide`` is for the findings."""
    paths = project.at_hand_first(project.tree.python_paths())
    found = dict(plans_of_files(project, paths, rules, guide, matchers))
    groups: list[Group] = []
    findings: list[Finding] = []
    for path in sorted(found):
        groups += found[path][0]
        findings += found[path][1]
    return groups, findings


def plans_of_files(
    project: Project, paths: Iterable[str], rules: Sequence[Rule], guide: str, matchers: Sequence[Matcher] = ()
) -> Iterator[tuple[str, Planned]]:
    """The same file by file, for those of ``paths`` that say a word of the rules."""
    looked_for = sought(tuple(rules))
    for path in paths if rules or matchers else ():
        words = project.words(path)
        fitting = [each for each in matchers if not each.words.isdisjoint(words) and _is_due(project, path, each)]
        rules_here = fitting_rules(looked_for, words, project.content(path))
        syntax = project.syntax(path) if fitting or rules_here else None
        if syntax is not None:
            yield path, _plan_file(project, syntax, rule_index(rules_here), guide, fitting)


def _is_due(project: Project, path: str, matcher: Matcher) -> bool:
    return matcher.until is None or not is_pinned_from(project, *matcher.until, path)


def _plan_file(project: Project, syntax: Syntax, index: RuleIndex, guide: str, matchers: Sequence[Matcher]) -> Planned:
    imports = list(_import_matches(File(project, syntax, index, guide)))
    going = frozenset(drop.name for match in imports if isinstance(match, Match) for drop in match.drops)
    file = File(project, syntax, index, guide, going)
    found = [*imports, *_other_matches(file), *(each for matcher in matchers for each in matcher.find(file))]
    matches = [each for each in found if isinstance(each, Match)]
    findings = list(dict.fromkeys(each for each in found if isinstance(each, Finding)))
    return _groups(file, matches), findings


def _import_matches(file: File) -> Iterator[Match | Finding]:
    scopes = file.syntax.scopes
    if file.rules.names or file.rules.modules:
        for statement in scopes.of_kind(ast.ImportFrom):
            yield from import_matches(file, statement)
            yield from reported_imports(file, statement)
    if file.rules.modules:
        for plain in scopes.of_kind(ast.Import):
            yield from module_import_matches(file, plain)


def _other_matches(file: File) -> Iterator[Match | Finding]:
    scopes, rules = file.syntax.scopes, file.rules
    last_names = {name.rpartition(".")[2] for name in rules.names}
    for attribute in scopes.of_kind(ast.Attribute) if last_names or rules.members else ():
        if attribute.attr in rules.members:
            yield from member_matches(file, attribute)
        if attribute.attr in last_names:
            yield from name_matches(file, attribute)
    for name in scopes.of_kind(ast.Name) if rules.names else ():
        if isinstance(name.ctx, ast.Load):
            yield from name_matches(file, name)
    for call in calls_to_match(file):
        yield from call_matches(file, call)
    for cls in scopes.of_kind(ast.ClassDef) if rules.members else ():
        yield from override_matches(file, cls)


def _groups(file: File, matches: Sequence[Match]) -> list[Group]:
    owners: list[Match] = [match for match in matches for _ in match.replacements]
    replacements = [each for match in matches for each in match.replacements]
    parts = composed(file.syntax.source, replacements)
    unused = unused_imports(file.project, file.syntax, parts)
    clusters = _clusters(matches, owners, parts, unused)
    edits = {id(part): Edit(file.syntax.path, part.start, part.end, part.text) for part in parts}
    return [
        _group(file, cluster, [edits[id(part)] for part in own], _drops_with(own, parts, unused))
        for cluster, own in clusters
    ]


def _drops_with(own: Sequence[Composed], parts: Sequence[Composed], unused: Sequence[UnusedImport]) -> list[ImportDrop]:
    """The imports that go with a cluster's edits."""
    return [each.drop for each in unused if any(parts[each.parts[0]] is part for part in own)]


def _clusters(
    matches: Sequence[Match], owners: Sequence[Match], parts: Sequence[Composed], unused: Sequence[UnusedImport]
) -> list[tuple[list[Match], list[Composed]]]:
    """Matches that share an edit stand or fall together; so do the edits of one match, and what empties an import."""
    leader = {id(match): match for match in matches}

    def find(match: Match) -> Match:
        while leader[id(match)] is not match:
            match = leader[id(match)]
        return match

    for part in parts:
        first = find(owners[part.numbers[0]])
        for number in part.numbers[1:]:
            leader[id(find(owners[number]))] = first
    for each in unused:
        first = find(owners[parts[each.parts[0]].numbers[0]])
        for index in each.parts[1:]:
            leader[id(find(owners[parts[index].numbers[0]]))] = first
    effective = {id(owners[number]) for part in parts for number in part.numbers}
    clusters: dict[int, tuple[list[Match], list[Composed]]] = {}
    for match in matches:
        if id(match) in effective or not match.replacements:
            clusters.setdefault(id(find(match)), ([], []))[0].append(match)
    for part in parts:
        clusters[id(find(owners[part.numbers[0]]))][1].append(part)
    return list(clusters.values())


def _group(file: File, matches: Sequence[Match], edits: Iterable[Edit], unused: Iterable[ImportDrop]) -> Group:
    first = matches[0]
    statements = []
    for match in matches:
        statement = file.syntax.scopes.statement_of(match.node)
        statements.append((file.syntax.path, statement.lineno, statement.end_lineno or statement.lineno))
    return Group(
        title="; ".join(dict.fromkeys(match.title for match in matches)),
        path=file.syntax.path,
        line=first.node.lineno,  # type: ignore[attr-defined]
        edits=tuple(edits),
        imports=tuple(dict.fromkeys(need for match in matches for need in match.needs)),
        statements=tuple(dict.fromkeys(statements)),
        sites=len(matches),
        dropped_imports=(*dict.fromkeys(drop for match in matches for drop in match.drops), *unused),
    )
