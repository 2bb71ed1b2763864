"""Differences in what an application answers, and in what it does meanwhile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin

from flask_modernize.verify import normalise
from flask_modernize.verify.compare_sql import sql_differences
from flask_modernize.verify.differences import (
    ABSENT,
    SHOWN,
    Difference,
    Record,
    Side,
    new_warnings,
    one_kind,
    shown,
    without,
)

_CALLS = {"COMMAND": "flask", "ERROR": "error"}


def name_of_request(request: Record) -> str:
    """A request in words: `POST /login (form, user)`."""
    if request["method"] in _CALLS:
        return " ".join([_CALLS[request["method"]], request["path"], *request.get("words", ())])
    extras = [request.get("variant", each) for each in ("form", "json", "data") if each in request]
    if request.get("actor") not in (None, "anonymous"):
        extras.append(f"as {request['actor']}")
    subdomain = f"{request['subdomain']}:" if request.get("subdomain") else ""
    return f"{request['method']} {subdomain}{request['path']}" + (f" ({', '.join(extras)})" if extras else "")


def request_differences(before: Side, after: Side, same_stack: bool) -> Iterator[Difference]:
    old, new = before.record["requests"] or [], after.record["requests"] or []
    names: dict[str, int] = {}
    for position, one in enumerate(old):
        name = name_of_request(one["request"])
        names[name] = names.get(name, 0) + 1
        where = name if names[name] == 1 else f"{name} #{names[name]}"
        if position >= len(new):
            yield Difference("requests", where, "sent", ABSENT)
            continue
        yield from _answers(where, one["request"], one["answer"], new[position]["answer"], same_stack)


def _answers(where: str, request: Record, old: Record, new: Record, same_stack: bool) -> Iterator[Difference]:
    results = [_result(each, same_stack) for each in (old, new)]
    if results[0] != results[1]:
        kind = "exception" if "exception" in old or "exception" in new else "status"
        yield Difference(kind, where, *results)
    elif "exception" not in old and "exception" not in new:
        yield from _response(where, request["path"], old, new, same_stack)
    yield from sql_differences(where, old.get("sql", []), new.get("sql", []), same_stack)
    yield from one_kind("data", f"{where}: table ", _data(old, same_stack), _data(new, same_stack))
    if results[0] != results[1]:
        return
    yield from _templates(where, old, new)
    for part in ("flashes", "mails", "tasks", "files", "logs", "network", "threads"):
        one, two = (_words(part, side.get(part, [])) for side in (old, new))
        if one != two:
            yield Difference(
                part, where, "; ".join(without(one, two)) or ABSENT, "; ".join(without(two, one)) or ABSENT
            )
    if same_stack:
        yield from new_warnings(where, old, new)


def _words(part: str, events: Sequence[Any]) -> list[str]:
    if part in ("network", "files"):
        return sorted({shown(each) for each in events})
    return [shown(each) for each in events]


def _data(answer: Record, same_stack: bool) -> dict[str, Any]:
    normalisers = normalise.VALUES if same_stack else normalise.VALUES_ACROSS_VERSIONS
    return {
        name: json.loads(normalise.apply(normalisers, json.dumps({**each, "rows before": None})))
        for name, each in answer.get("data", {}).items()
    }


_TRAPPED = re.compile(r"BadRequestKeyError: (400)\b")
"""In debug mode, Flask since 1.0 shows a form field that is missing in its debugger, where it answered 400."""


def _result(answer: Record, same_stack: bool) -> str:
    if "exception" not in answer:
        return str(answer["status"])
    trapped = None if same_stack else _TRAPPED.match(answer["exception"])
    return trapped[1] if trapped is not None else str(answer["exception"])


def _response(where: str, path: str, old: Record, new: Record, same_stack: bool) -> Iterator[Difference]:
    headers = [_headers(each, path, same_stack) for each in (old, new)]
    for name in sorted(headers[0].keys() | headers[1].keys()):
        one, two = (shown(side[name]) if name in side else ABSENT for side in headers)
        if one != two:
            yield Difference("redirect" if name == "location" else "header", f"{where}: {name}", one, two)
    yield from _cookies(where, old["cookies"], new["cookies"], same_stack)
    yield from _bodies(where, old["body"], new["body"], old["content type"], same_stack)


def _headers(answer: Record, path: str, same_stack: bool) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in answer["headers"]:
        if name.lower() not in normalise.UNCOMPARED_HEADERS:
            found.setdefault(name.lower(), []).append(normalise.header(name, value))
    if not same_stack:
        found.pop("vary", None)
        if "last-modified" in found:
            # A file that Flask sends: each version has its own idea of how long it lives.
            for name in ("cache-control", "expires", "content-disposition", "accept-ranges", "etag", "last-modified"):
                found.pop(name, None)
        if "location" in found:
            # Werkzeug before 2.1 made them absolute.
            found["location"] = [normalise.header("location", urljoin(path, each)) for each in found["location"]]
        for name in found.keys() & {"content-type", "etag", "cache-control", "expires"}:
            found[name] = [each.lower().replace(" ", "").partition(";charset")[0] for each in found.get(name, [])]
    return {name: ", ".join(sorted(values)) for name, values in found.items()}


def _cookies(where: str, old: Sequence[Record], new: Sequence[Record], same_stack: bool) -> Iterator[Difference]:
    cookies = [{each["name"]: each for each in side if same_stack or not _is_of_libraries(each)} for side in (old, new)]
    for name in sorted(cookies[0].keys() | cookies[1].keys()):
        place = f"{where}: {name}"
        if name not in cookies[1]:
            yield Difference("cookie-missing", place, _cookie(cookies[0][name]), ABSENT)
        elif name not in cookies[0]:
            yield Difference("cookie-added", place, ABSENT, _cookie(cookies[1][name]))
        else:
            one, two = (side[name] for side in cookies)
            flags = [list(side["flags"]) for side in (one, two)]
            if not same_stack and name == _REMEMBERING:
                flags = []
            elif not same_stack:
                flags = [sorted(each.lower() for each in side if not each.startswith("Expires")) for side in flags]
            if flags and flags[0] != flags[1]:
                yield Difference("cookie-flags", place, "; ".join(flags[0]), "; ".join(flags[1]))
            sessions = [_session(side, same_stack) for side in (one, two)]
            if sessions[0] != sessions[1]:
                yield Difference("session", place, shown(one.get("session")), shown(two.get("session")))
            elif one.get("value") != two.get("value"):
                yield Difference("cookie-value", place, shown(one.get("value")), shown(two.get("value")))


_REMEMBERING = "remember_token"
"""The cookie of Flask-Login: each version has its own flags."""
_KEYS_OF_LIBRARIES = frozenset({"_fresh", "_id", "_user_id", "user_id", "_permanent", "csrf_token"})


def _is_of_libraries(cookie: Record) -> bool:
    """Whether a session holds nothing of the project's own: each version of a library puts other keys in."""
    return "session" in cookie and not set(cookie["session"]) - _KEYS_OF_LIBRARIES


def _session(cookie: Record, same_stack: bool) -> Any:
    session = cookie.get("session")
    if same_stack or not isinstance(session, dict):
        return session
    return {key: value for key, value in session.items() if key not in _KEYS_OF_LIBRARIES}


def _cookie(cookie: Record) -> str:
    return "; ".join([shown(cookie.get("session", cookie.get("value"))), *cookie["flags"]])


def _bodies(where: str, old: Any, new: Any, kind: str, same_stack: bool) -> Iterator[Difference]:
    if old == new:
        return
    if not isinstance(old, str) or not isinstance(new, str):
        yield Difference("body", where, shown(old), shown(new))
        return
    normalisers = normalise.BODY if same_stack else (*normalise.BODY, *normalise.BODY_ACROSS_VERSIONS)
    one, two = (normalise.apply(normalisers, side) for side in (old, new))
    if one == two:
        return
    if "json" in kind:
        try:
            parsed = [json.loads(each) for each in (one, two)]
        except ValueError:
            parsed = []
        if parsed and parsed[0] == parsed[1]:
            if same_stack:
                yield Difference("json-layout", where, *_around(one, two))
            return
        yield Difference("json", where, *_around(one, two))
        return
    yield Difference("body", where, *_around(one, two), whole=(one, two))


def _around(old: str, new: str, margin: int = 60) -> tuple[str, str]:
    """The parts of two texts that differ: lines, or of a single line a little of what is around."""
    lines = [[each.strip() for each in text.splitlines() if each.strip()] for text in (old, new)]
    if lines[0] != lines[1] and max(len(each) for side in lines for each in (*side, "")) < 3 * margin:
        first, last = _differing(*lines)
        return tuple(shown("\n".join(side[first : len(side) - last]) or ABSENT) for side in lines)  # type: ignore[return-value]
    start = 0
    shortest = min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[len(old) - 1 - end] == new[len(new) - 1 - end]:
        end += 1
    cut = max(0, start - margin)
    parts = []
    for text in (old, new):
        stop = min(len(text), len(text) - end + margin)
        parts.append(("..." if cut else "") + text[cut:stop][:SHOWN] + ("..." if stop < len(text) else ""))
    return parts[0], parts[1]


def _differing(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How much is the same at the start and at the end."""
    shortest = min(len(old), len(new))
    start = next((number for number in range(shortest) if old[number] != new[number]), shortest)
    rest = shortest - start
    return start, next((number for number in range(rest) if old[-1 - number] != new[-1 - number]), rest)


def _templates(where: str, old: Record, new: Record) -> Iterator[Difference]:
    one, two = old.get("templates", []), new.get("templates", [])
    names = [[name for name, _ in side] for side in (one, two)]
    if names[0] != names[1]:
        yield Difference("templates", where, ", ".join(names[0]) or ABSENT, ", ".join(names[1]) or ABSENT)
        return
    for (name, given), (_, given_after) in zip(one, two, strict=True):
        if given != given_after:
            gone, come = without(given, given_after), without(given_after, given)
            yield Difference(
                "template-context", f"{where}: {name}", ", ".join(gone) or ABSENT, ", ".join(come) or ABSENT
            )
