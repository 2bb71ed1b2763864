"""The forms in HTML pages, filled in as a person would."""

from __future__ import annotations

import contextlib
import html.parser
import re
import urllib.parse
from typing import Any

from flask_modernize.verify.probe.finding import field_value
from flask_modernize.verify.probe.rows import PASSWORD, text_for
from flask_modernize.verify.probe.uploads import made_up_file
from flask_modernize.verify.probe.world import Record


class Forms(html.parser.HTMLParser):
    """The forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Record] = []
        self.choice: str | None = None

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(
                {"action": given.get("action", ""), "method": given.get("method", "get").upper(), "fields": []}
            )
        elif self.forms and tag in ("input", "textarea", "button") and given.get("name"):
            kind = given.get("type", "text" if tag == "input" else tag).lower()
            value = given.get("accept", "") if kind == "file" else given.get("value", "")
            self.forms[-1]["fields"].append([given["name"], kind, value])
        elif tag == "select" and self.forms and given.get("name"):
            self.choice = given["name"]
        elif tag == "option" and self.choice and self.forms and given.get("value"):
            # The first option is taken, and no other.
            self.forms[-1]["fields"].append([self.choice, "select", given["value"]])
            self.choice = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.choice = None


def forms_in(body: str) -> list[Record]:
    parser = Forms()
    with contextlib.suppress(Exception):
        parser.feed(body)
    return parser.forms


def form_requests(request: Record, answer: Record) -> list[Record]:
    """What a person would send with the forms of a page: filled in, and empty."""
    if answer.get("status") != 200 or "html" not in (answer.get("content type") or "") or request["method"] != "GET":
        return []
    found = []
    for form in forms_in(answer.get("body") or ""):
        target = urllib.parse.urljoin(request["path"], form["action"] or request["path"])
        if urllib.parse.urlsplit(target).netloc not in ("", "localhost"):
            continue
        parts = urllib.parse.urlsplit(target)
        path = parts.path + ("?" + parts.query if parts.query else "")
        hidden_names = [name for name, kind, _ in form["fields"] if kind == "hidden"]
        filled = {name: filled_in(name, kind, value) for name, kind, value in form["fields"] if kind != "file"}
        empty = {name: left_empty(kind, value) for name, kind, value in form["fields"] if kind not in UNSENT}
        base: Record = {key: request[key] for key in ("actor", "user", "session") if key in request}
        base["method"] = form["method"]
        if form["method"] == "GET":
            found.append(dict(base, path=parts.path + "?" + urllib.parse.urlencode(filled)))
            continue
        if "subdomain" in request:
            base["subdomain"] = request["subdomain"]
        page = {"page": request["path"], "hidden": hidden_names}
        files = {name: made_up_file(name, value) for name, kind, value in form["fields"] if kind == "file"}
        if files:
            found.append(dict(base, path=path, form=filled, files=files, variant="form with files", **page))
        found.append(dict(base, path=path, form=filled, variant="form of the page", **page))
        found.append(dict(base, path=path, form=empty, variant="empty form", **page))
        if hidden_names:
            shown = {name: value for name, value in filled.items() if name not in hidden_names}
            found.append(dict(base, path=path, form=shown, variant="form without its token"))
        known = credentials(filled)
        if known != filled:
            found.append(dict(base, path=path, form=known, variant="form with a known user", **page))
    return found


UNSENT = ("file", "checkbox", "radio", "button")
"""Inputs of which a browser sends nothing when nobody touches them."""


def left_empty(kind: str, value: str) -> str:
    return value if kind in ("hidden", "submit", "select") else ""


def filled_in(name: str, kind: str, value: str) -> str:
    if kind in ("hidden", "submit", "select", "radio", "button"):
        return value
    if kind == "checkbox":
        return value or "y"
    if kind == "password":
        return PASSWORD
    if kind == "number":
        return value or "4"
    if kind == "date":
        return "2023-11-10"
    return field_value(name.lower())


def credentials(values: Record) -> Record:
    """The same form with the name and password of the first row's user, for sign-in forms."""
    if not any("password" in name.lower() for name in values):
        return values
    known = {}
    for name, value in values.items():
        lower = name.lower()
        known[name] = (
            text_for(lower, 1) if re.search(r"user|email|login|name", lower) and "submit" not in lower else value
        )
    return known
