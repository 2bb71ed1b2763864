"""Compares two records of the probe: every difference with a kind, a place, and both sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flask_modernize.verify.compare_application import application_differences
from flask_modernize.verify.compare_requests import request_differences
from flask_modernize.verify.differences import KINDS, Comparison, Difference, Intended, Record, Side


def compare(
    before: Record,
    after: Record,
    *,
    endpoints: Mapping[str, str] | None = None,
    intended: Sequence[Intended] = (),
    again: Sequence[Record] = (),
) -> Comparison:
    """Compares the record of one application with that of another.

    `endpoints` are the declared renames, old name to new one. `again` are the records of further runs of the first
    application: what differs between any of these is unsteady and left out.
    """
    found = list(_differences(Side(before, dict(endpoints or {})), Side(after, {})))
    one = Side(before, {})
    shaky = {(each.kind, each.where) for record in again for each in _differences(one, Side(record, {}))}
    steady = [each for each in found if (each.kind, each.where) not in shaky]
    unsteady = [each for each in found if (each.kind, each.where) in shaky]
    answers = [each["answer"] for each in before.get("requests") or ()]
    found_all = Comparison(
        _in_order(steady),
        unsteady=_in_order(unsteady),
        routes=len(before["rules"]),
        requests=len(answers),
        statements=sum(len(each.get("sql", ())) for each in answers),
    )
    return without_intended(found_all, intended)


def without_intended(comparison: Comparison, intended: Sequence[Intended]) -> Comparison:
    """The same with the differences apart that ``intended`` declares."""
    declared = [next((one for one in intended if one.covers(each)), None) for each in comparison.differences]
    pairs = list(zip(comparison.differences, declared, strict=True))
    return replace(
        comparison,
        differences=tuple(each for each, by in pairs if by is None),
        intended=(*comparison.intended, *(each for each, by in pairs if by is not None)),
        declared=(*comparison.declared, *(by for by in declared if by is not None)),
    )


def _in_order(found: Sequence[Difference]) -> tuple[Difference, ...]:
    kinds = list(KINDS)
    return tuple(
        sorted(found, key=lambda each: (kinds.index(each.kind), each.size, each.where, each.before, each.after))
    )


def _differences(before: Side, after: Side) -> Iterator[Difference]:
    versions = [dict(side.record.get("versions", {})) for side in (before, after)]
    same_stack = all(versions[0].get(name) == versions[1].get(name) for name in versions[0].keys() | versions[1].keys())
    yield from application_differences(before, after, same_stack)
    yield from request_differences(before, after, same_stack)
