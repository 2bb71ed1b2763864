"""Runs both trees of a golden case and compares how the applications behave.

``case.toml`` says how::

    [boot]
    before = "app:app"                # module:object, or module:factory, which is called without arguments
    after = "app:create_app"
    requests = [["GET", "/"], ["POST", "/login", {name = "ann"}]]   # sent first, in order; optional
    environment = {APP_MODE = "x"}    # optional
    ignore = ["config-added FLASK_*", "start"]      # kinds of differences (verify/compare.py), with a place or without
    [boot.endpoints]                  # renames that the migration declares
    index = "main.index"

Besides the listed requests every GET rule is asked, and every form that the pages have is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_modernize.testing.golden import GoldenCase
from flask_modernize.verify.compare import compare
from flask_modernize.verify.differences import Comparison, Intended
from flask_modernize.verify.runs import CouldNotRun, Limits, ProbeServer, Target, probe, requests_of

LIMITS = Limits(seconds=60, automatic_requests=150)


def check_same_behaviour(case: GoldenCase, server: ProbeServer | None = None) -> None:
    """Raises AssertionError with the differences in words. A server saves time where there are many cases."""
    boot: Mapping[str, Any] = case.boot() or {}
    environment = dict(boot.get("environment", {}))
    requests = [request(each) for each in boot.get("requests", ())]
    try:
        before = probe(
            Target(case.before(), boot["before"], environment=environment),
            requests=requests,
            limits=LIMITS,
            server=server,
        )
    except CouldNotRun as error:
        raise AssertionError(f"before/ does not run ({error.stage}): {error.message}\n{error.details}") from None
    try:
        after = probe(
            Target(case.expected(), boot["after"], environment=environment),
            replay=requests_of(before),
            limits=LIMITS,
            server=server,
        )
    except CouldNotRun as error:
        raise AssertionError(f"after/ does not run ({error.stage}): {error.message}\n{error.details}") from None
    comparison = compare(
        before, after, endpoints=boot.get("endpoints", {}), intended=[intended(each) for each in boot.get("ignore", ())]
    )
    assert comparison.result != "different", in_words(comparison)


def request(listed: Sequence[Any] | Mapping[str, Any]) -> Mapping[str, Any]:
    """``["POST", "/login", {name = "ann"}]`` or a table as the requests file of ``verify`` has it."""
    if isinstance(listed, Mapping):
        return listed
    method, path, *form = listed
    return {"method": method, "path": path, **({"form": form[0]} if form else {})}


def intended(text: str) -> Intended:
    """``"config-added FLASK_*"``: a kind and a place, both patterns."""
    kind, _, where = text.partition(" ")
    return Intended(kind, where or "*")


def in_words(comparison: Comparison) -> str:
    """The differences, one after the other."""
    lines = [f"{len(comparison.differences)} differences:"]
    for each in comparison.differences:
        lines += [f"{each.kind}: {each.where}", f"    before: {each.before}", f"    after:  {each.after}"]
    return "\n".join(lines)
