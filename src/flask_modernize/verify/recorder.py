"""A plugin of pytest, put beside the project's tests: writes down outcomes, and what Flask's test client sends.

Runs under the project's own interpreter: the standard library and pytest only, Python 3.8 and later. One JSON object on
each line of the file that FLASK_MODERNIZE_RECORD names.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
from typing import Any
from urllib.parse import urlsplit

MOST_REQUESTS = 400
KEPT_HEADERS = ("accept", "authorization", "content-type", "x-requested-with")

current = {"test": ""}
count = {"requests": 0}


def write(record: Any) -> None:
    path = os.environ.get("FLASK_MODERNIZE_RECORD")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")


def pytest_runtest_logstart(nodeid: str, location: Any) -> None:
    current["test"] = nodeid


def pytest_runtest_logreport(report: Any) -> None:
    outcome = report.outcome
    if outcome == "failed" and report.when != "call":
        outcome = "error"
    if report.when == "call" or outcome != "passed":
        write({"test": report.nodeid, "outcome": outcome})


def pytest_sessionstart(session: Any) -> None:
    try:
        from flask.testing import FlaskClient
    except ImportError:
        return
    cls: Any = FlaskClient
    real = cls.open

    def open_and_record(self: Any, *args: Any, **keywords: Any) -> Any:
        # A test must run as it does without this plugin.
        with contextlib.suppress(Exception):
            record_request(self, args, keywords)
        return real(self, *args, **keywords)

    cls.open = open_and_record


def file_record(value: Any) -> Any:
    """A file as the test client is given it, (stream, name) or (stream, name, type); None for others."""
    stream, name, *kind = (*value, None) if len(value) == 1 else value
    if not hasattr(stream, "seek") or not isinstance(name, str):
        return None
    place = stream.tell()
    content = stream.read()
    stream.seek(place)
    record = {"filename": name, "base64": base64.b64encode(content).decode()}
    return dict(record, type=kind[0]) if kind and isinstance(kind[0], str) else record


def record_request(client: Any, args: Any, keywords: Any) -> None:
    """Writes down a request that is given as a path and plain values."""
    path = args[0] if args else keywords.get("path")
    if not isinstance(path, str) or count["requests"] >= MOST_REQUESTS:
        return
    parts = urlsplit(path)
    query = parts.query
    given = keywords.get("query_string")
    if isinstance(given, dict):
        from urllib.parse import urlencode

        given = urlencode(given, doseq=True)
    query = given if isinstance(given, str) else query
    request: Any = {
        "group": current["test"],
        "method": keywords.get("method") or "GET",
        "path": parts.path + ("?" + query if query else ""),
    }
    headers = {
        name: value for name, value in dict(keywords.get("headers") or {}).items() if name.lower() in KEPT_HEADERS
    }
    if headers:
        request["headers"] = headers
    data = keywords.get("data")
    if keywords.get("json") is not None:
        request["json"] = keywords["json"]
    elif isinstance(data, dict):
        files = {name: file_record(value) for name, value in data.items() if isinstance(value, tuple)}
        plain = {name: value for name, value in data.items() if name not in files}
        if not all(isinstance(value, (str, int, float, bool)) for value in plain.values()) or None in files.values():
            return
        request["form"] = {name: str(value) for name, value in plain.items()}
        if files:
            request["files"] = files
    elif isinstance(data, (str, bytes)):
        request["data"] = data.decode("utf-8") if isinstance(data, bytes) else data
        request["content_type"] = keywords.get("content_type")
    elif data is not None:
        return
    json.dumps(request)
    count["requests"] += 1
    write({"request": request})
