"""Lists of requests in files: JSON of our own form, or HAR as browsers save it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
KEYS = ("method", "path", "headers", "form", "files", "json", "data", "content_type", "group", "actor", "subdomain")


class BadRequests(ValueError):
    """The file cannot be read, or is not of the form; says which request is at fault."""


def read_requests(path: str) -> list[Mapping[str, Any]]:
    """The requests of a file: a list, an object with the key `requests`, or a HAR file. Raises BadRequests.

    Each is `{method, path, headers?, form?, json?, data?}`; they are sent in order with one cookie jar.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequests(f"{path} cannot be read: {error}") from error
    if isinstance(document, dict) and isinstance(document.get("log"), dict):
        return list(_of_har(document["log"]))
    listed = document.get("requests") if isinstance(document, dict) else document
    if not isinstance(listed, list):
        raise BadRequests(f"{path} holds neither a list of requests nor an object with the key 'requests'")
    return [_checked(path, number, each) for number, each in enumerate(listed, 1)]


def _checked(path: str, number: int, request: Any) -> Mapping[str, Any]:
    place = f"{path}, request {number}"
    if not isinstance(request, dict):
        raise BadRequests(f"{place}: not an object")
    unknown = sorted(request.keys() - set(KEYS))
    if unknown:
        raise BadRequests(f"{place}: unknown key {unknown[0]!r}; known are {', '.join(KEYS)}")
    method = str(request.get("method", "GET")).upper()
    if method not in METHODS:
        raise BadRequests(f"{place}: unknown method {method!r}")
    if not isinstance(request.get("path"), str) or not request["path"].startswith("/"):
        raise BadRequests(f"{place}: path must be a text that starts with '/'")
    for key in ("headers", "form", "files"):
        if key in request and not isinstance(request[key], dict):
            raise BadRequests(f"{place}: {key} must be an object")
    if not all(isinstance(each, dict) for each in request.get("files", {}).values()):
        raise BadRequests(f"{place}: each of files must be an object with filename, and text or base64")
    return {**request, "method": method}


def _of_har(log: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The requests of a recording to the host that it starts with."""
    host = ""
    for entry in log.get("entries", ()):
        request = entry.get("request", {})
        url = urlsplit(request.get("url", ""))
        host = host or url.netloc
        method = str(request.get("method", "GET")).upper()
        if url.netloc != host or method not in METHODS:
            continue
        found: dict[str, Any] = {"method": method, "path": (url.path or "/") + (f"?{url.query}" if url.query else "")}
        body = request.get("postData") or {}
        kind = str(body.get("mimeType", ""))
        if body.get("params"):
            found["form"] = {each["name"]: each.get("value", "") for each in body["params"]}
        elif body.get("text"):
            found |= {"data": body["text"], "content_type": kind or None}
        accept = {
            each["name"]: each["value"] for each in request.get("headers", ()) if each["name"].lower() == "accept"
        }
        yield {**found, "headers": accept} if accept else found
