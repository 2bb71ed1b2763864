"""``jwt.decode`` has to be told which algorithms a token may be signed with."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.library_types import library_names
from flask_modernize.rules.findings import ARGUMENTS
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.replacing import Replacement
from flask_modernize_codemods.pyjwt_2.subjects import OPTION, has_other_subjects

ROW = "jwt-pyjwt2-decode"
_DEFAULT = "HS256"
_OPTIONS = 'options={"verify_signature": False}'
_SUBJECTS = "subjects may be numbers"


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.Call) and file.means(node.func, "jwt.decode", "jwt.api_jwt.decode"):
            yield from _decoded(file, node)


def _decoded(file: File, call: ast.Call) -> Iterator[Match | Finding]:
    given = {each.arg: each for each in call.keywords}
    starred = None in given or any(isinstance(each, ast.Starred) for each in call.args)
    verify = given.get("verify")
    if verify is not None or len(call.args) > 2:
        yield _unverified(file, call, verify.value if verify is not None else call.args[2], given)
    elif not starred and not _asks_for_no_signature(given.get("options")):
        yield from _verified(file, call, given)


def _verified(file: File, call: ast.Call, given: dict[str | None, ast.keyword]) -> Iterator[Match | Finding]:
    """The algorithms are named; and where subjects may be numbers, as they might before PyJWT 2.10, they stay so."""
    options = given.get("options")
    more = ""
    if has_other_subjects(file.project):
        if options is None:
            more = file.in_own_quotes(f", options={{{OPTION}}}")
        elif isinstance(options.value, ast.Dict) and '"verify_sub"' not in ast.unparse(options.value).replace("'", '"'):
            start = file.span(options.value)[0] + 1
            text = file.in_own_quotes(OPTION) + (", " if options.value.keys else "")
            yield Match(ROW, _SUBJECTS, call, (Replacement(start, start, (text,)),))
    if "algorithms" not in given:
        yield _named(file, call, given, more)
    elif more:
        place = _behind_arguments(file, call)
        yield Match(ROW, _SUBJECTS, call, (Replacement(place, place, (more,)),))


def _behind_arguments(file: File, call: ast.Call) -> int:
    return max(file.span(each)[1] for each in [*call.args, *(each.value for each in call.keywords)])


def _asks_for_no_signature(options: ast.keyword | None) -> bool:
    """Whether no signature is verified, or that cannot be told: then no algorithms are needed, or somebody knows."""
    if options is None:
        return False
    if not isinstance(options.value, ast.Dict):
        return True
    keys = [each.value if isinstance(each, ast.Constant) else None for each in options.value.keys]
    return "verify_signature" in keys or None in keys


def _unverified(file: File, call: ast.Call, verify: ast.expr, given: dict[str | None, ast.keyword]) -> Match | Finding:
    """``verify=False`` as an option."""
    rest = set(given) - {"verify", "algorithms", "algorithm"}
    is_false = isinstance(verify, ast.Constant) and verify.value is False
    if not is_false or rest or len(call.args) > 3 or "algorithms" in given:
        message = f"`{file.text(call.func)}()` no longer takes `verify`, and has to be told the algorithms"
        advice = f"Give it `algorithms=[...]`, or `{_OPTIONS}` where the signature does not count."
        return file.finding(call, ARGUMENTS, message, advice)
    replaced: ast.AST = given.get("verify") or verify
    return Match(
        ROW, "not to verify is an option", call, (Replacement(*file.span(replaced), (file.in_own_quotes(_OPTIONS),)),)
    )


def _named(file: File, call: ast.Call, given: dict[str | None, ast.keyword], more: str) -> Match | Finding:
    if "algorithm" in given:
        value = given["algorithm"].value
        parts = ("algorithms=[", file.span(value), "]" + more)
        replacement = Replacement(*file.span(given["algorithm"]), parts)
        return Match(ROW, "the algorithms have to be named", call, (replacement,))
    names = _signing(file)
    if names is None or len(names) != 1:
        message = f"`{file.text(call.func)}()` has to be told the algorithms, and the project does not say which"
        return file.finding(
            call, ARGUMENTS, message, "Give it `algorithms=[...]` with what the tokens are signed with."
        )
    place = _behind_arguments(file, call)
    text = file.in_own_quotes(f', algorithms=["{next(iter(names))}"]') + more
    return Match(ROW, "the algorithms have to be named", call, (Replacement(place, place, (text,)),))


def _signing(file: File) -> set[str] | None:
    """The algorithms that the project signs tokens with; None where one is worked out."""
    found: set[str] = set()
    for path in file.project.files_with(b"jwt"):
        syntax = file.project.syntax(path)
        for node in syntax.scopes.nodes() if syntax is not None else ():
            if not isinstance(node, ast.Call) or syntax is None:
                continue
            if "jwt.encode" in library_names(file.project, path, node.func, syntax.scopes.scope_of(node)):
                algorithm = node.args[2] if len(node.args) > 2 else None
                algorithm = next((each.value for each in node.keywords if each.arg == "algorithm"), algorithm)
                if algorithm is None:
                    found.add(_DEFAULT)
                elif isinstance(algorithm, ast.Constant) and isinstance(algorithm.value, str):
                    found.add(algorithm.value)
                else:
                    return None
    return found


MATCHER = Matcher(frozenset({b"jwt"}), _find)
