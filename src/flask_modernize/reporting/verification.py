"""What a verification found, as text, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flask_modernize.verify.differences import KINDS, Comparison, Difference, Intended
from flask_modernize.verify.project_tests import SuiteComparison
from flask_modernize.verify.verification import Verification

SHOWN_OF_A_KIND = 5
"""Differences of one kind that are shown in full; the shortest come first."""
SHOWN_TESTS = 20


def text_lines(verification: Verification, before: str, after: str) -> list[str]:
    """For people; `before` and `after` are the names of the sides."""
    return list(_text(verification, before, after))


def _text(verification: Verification, before: str, after: str) -> Iterator[str]:
    failure = verification.failure
    if failure is not None:
        side = before if verification.failed_side == "before" else after
        yield f"Could not run: {verification.failed_side} ({side}) does not get past its {failure.stage}."
        yield failure.message
        yield from (f"    {line}" for line in failure.details.splitlines())
        yield from _hints(failure.message)
        yield f"{verification.seconds:g} s"
        return
    comparison = verification.comparison
    assert comparison is not None
    yield headline(verification)
    yield f"  before: {before}, {verification.app_before}{_stack(verification, 0)}"
    yield f"  after:  {after}, {verification.app_after}{_stack(verification, 1)}"
    yield from (f"  note: {note}" for note in verification.notes)
    yield from _suites(verification.suites)
    for kind, several in by_kind(comparison.differences):
        yield ""
        yield f"{kind}: {KINDS[kind]} ({len(several)})"
        alike = _alike(several)
        for places, each in alike[:SHOWN_OF_A_KIND]:
            yield f"  {places}"
            yield from _both(each)
        if len(alike) > SHOWN_OF_A_KIND:
            yield f"  ... and {len(alike) - SHOWN_OF_A_KIND} more"
    if comparison.intended:
        yield ""
        yield f"Intended: {_counted(comparison.intended)}"
        yield from _reasons(comparison)
    if comparison.unsteady:
        yield ""
        yield f"Left out, because two runs of the same code differ there: {_counted(comparison.unsteady)}"


def headline(verification: Verification) -> str:
    """The result and the figures, in one line."""
    comparison = verification.comparison
    if comparison is None:
        return "Could not run"
    looked = f"{comparison.routes} routes, {comparison.requests} requests and {comparison.statements} SQL statements"
    result = verification.result.capitalize()
    if comparison.differences:
        result += f": {len(comparison.differences)} differences"
    elif comparison.intended:
        result += f": {len(comparison.intended)} declared differences and no other"
    return f"{result} ({looked} compared in {verification.seconds:g} s)"


def _stack(verification: Verification, side: int) -> str:
    one, other = verification.versions[side], verification.versions[1 - side]
    named = [f"{name} {one[name]}" for name in ("python", "flask", "sqlalchemy") if name in one and one != other]
    return f" ({', '.join(named)})" if named else ""


def _both(difference: Difference) -> Iterator[str]:
    for name, value in (("before", difference.before), ("after", difference.after)):
        first, *rest = value.splitlines() or [""]
        yield f"    {name + ':':7} {first}"
        yield from (f"            {line}" for line in rest)


def by_kind(differences: Sequence[Difference]) -> list[tuple[str, list[Difference]]]:
    """Differences by kind, in the order of the kinds."""
    found: dict[str, list[Difference]] = {}
    for each in differences:
        found.setdefault(each.kind, []).append(each)
    return list(found.items())


def _alike(differences: Sequence[Difference]) -> list[tuple[str, Difference]]:
    """One difference of each that say the same, and where they all are."""
    found: dict[tuple[str, str], list[Difference]] = {}
    for each in differences:
        found.setdefault((each.before, each.after), []).append(each)
    return [
        (same[0].where + (f", and {len(same) - 1} more" if len(same) > 1 else ""), same[0]) for same in found.values()
    ]


def _reasons(comparison: Comparison) -> Iterator[str]:
    """Each migration that declares differences, what says that it was applied, and what it declares of which places."""
    places: dict[Intended, list[str]] = {}
    for difference, by in zip(comparison.intended, comparison.declared, strict=True):
        places.setdefault(by, []).append(f"{difference.kind} {difference.where}")
    told = ""
    for by, several in sorted(places.items(), key=lambda each: each[0].migration):
        if by.migration != told:
            told = by.migration
            yield f"  {by.migration}" + (f": {by.applied}" if by.applied else "")
        more = f", and {len(several) - 1} more" if len(several) > 1 else ""
        yield f"    {several[0]}{more}: {by.reason}"


def _counted(differences: Sequence[Difference]) -> str:
    return ", ".join(f"{kind} ({len(several)})" for kind, several in by_kind(differences))


def _suites(suites: SuiteComparison | None) -> Iterator[str]:
    if suites is None:
        return
    counts = [
        f"{suite.count('passed')} passed, {suite.count('failed') + suite.count('error')} failed"
        if suite.outcomes
        else f"exit code {suite.code}"
        for suite in (suites.before, suites.after)
    ]
    yield f"  tests: {counts[0]} before; {counts[1]} after"
    for word, names in (("broken", suites.broken), ("not run any more", suites.gone), ("mended", suites.mended)):
        yield from (f"    {word}: {name}" for name in names[:SHOWN_TESTS])
        if len(names) > SHOWN_TESTS:
            yield f"    ... and {len(names) - SHOWN_TESTS} more"
    if not suites.same:
        yield from (f"    | {line}" for line in suites.after.output.splitlines()[-15:])


def _hints(message: str) -> Iterator[str]:
    if message.startswith(("KeyError", "RuntimeError")) or "KeyError" in message:
        yield "If a variable of the environment is missing, give it: --env NAME=VALUE."
    if "No module named" in message or "cannot import name" in message:
        yield "If a package is missing, name the interpreter that has it: --python PATH."


def document(verification: Verification, before: str, after: str) -> str:
    """For programs."""
    comparison, failure = verification.comparison, verification.failure
    return json.dumps(
        {
            "result": verification.result,
            "before": {"name": before, "app": verification.app_before, "versions": dict(verification.versions[0])},
            "after": {"name": after, "app": verification.app_after, "versions": dict(verification.versions[1])},
            "seconds": verification.seconds,
            "notes": list(verification.notes),
            "failure": None
            if failure is None
            else {
                "side": verification.failed_side,
                "stage": failure.stage,
                "message": failure.message,
                "details": failure.details,
            },
            "compared": None
            if comparison is None
            else {
                "routes": comparison.routes,
                "requests": comparison.requests,
                "statements": comparison.statements,
            },
            "differences": [] if comparison is None else _plain(comparison.differences),
            "intended": [] if comparison is None else _plain_intended(comparison),
            "unsteady": [] if comparison is None else _plain(comparison.unsteady),
            "tests": _plain_suites(verification.suites),
        },
        indent=2,
        ensure_ascii=False,
    )


def _plain(differences: Sequence[Difference]) -> list[dict[str, str]]:
    return [{name: getattr(each, name) for name in ("kind", "where", "before", "after")} for each in differences]


def _plain_intended(comparison: Comparison) -> list[dict[str, str]]:
    return [
        {**difference, "migration": by.migration, "reason": by.reason, "applied": by.applied}
        for difference, by in zip(_plain(comparison.intended), comparison.declared, strict=True)
    ]


def _plain_suites(suites: SuiteComparison | None) -> dict[str, object] | None:
    if suites is None:
        return None
    sides = {
        name: {"code": suite.code, "outcomes": dict(suite.outcomes)}
        for name, suite in (("before", suites.before), ("after", suites.after))
    }
    return {
        **sides,
        "same": suites.same,
        "broken": list(suites.broken),
        "mended": list(suites.mended),
        "gone": list(suites.gone),
    }


def markdown(verification: Verification, before: str, after: str) -> str:
    """For a pull request."""
    lines = [f"**{headline(verification)}**", "", f"`{before}` against `{after}`"]
    failure, comparison = verification.failure, verification.comparison
    if failure is not None:
        lines += ["", f"{verification.failed_side} does not get past its {failure.stage}: {failure.message}"]
    if comparison is not None and comparison.differences:
        lines += ["", "| what | where | before | after |", "| --- | --- | --- | --- |"]
        for kind, several in by_kind(comparison.differences):
            for each in several[:SHOWN_OF_A_KIND]:
                cells = (f"{kind}", each.where, each.before, each.after)
                lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
            if len(several) > SHOWN_OF_A_KIND:
                lines.append(f"| {kind} | ... and {len(several) - SHOWN_OF_A_KIND} more | | |")
    if comparison is not None and comparison.intended:
        lines += ["", f"Intended: {_counted(comparison.intended)}", *(_item(line) for line in _reasons(comparison))]
    lines += [line.strip() for line in _suites(verification.suites)]
    return "\n".join(lines)


def _item(line: str) -> str:
    """A line that is indented by two spaces for each level, as an item of a list."""
    text = line.lstrip()
    return f"{line[: len(line) - len(text) - 2]}- {text}"


def _cell(text: str) -> str:
    short = text if len(text) <= 200 else text[:200] + "..."
    escaped = short.replace("\\", "\\\\").replace("|", "\\|").replace("`", "'").replace("\n", " ")
    return f"`{escaped}`" if escaped else ""
