"""Pages that load a client of Socket.IO 1 or 2, which does not understand the server of today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, Finding, Group, Options, Plan
from flask_modernize.rules.findings import TEMPLATE
from flask_modernize.sources import SourceFile, UnreadableSource

if TYPE_CHECKING:
    from flask_modernize.project.project import Project

GUIDE = "Technology Stack"
_CURRENT = "4.7.5"
_TAG = re.compile(r"<script\b[^>]*\bsrc\s*=\s*([\"'])(?P<url>[^\"']*socket\.?io[^\"']*\.js)\1[^>]*>", re.IGNORECASE)
_CDN = re.compile(r"(?P<before>(?:cdnjs\.cloudflare\.com/ajax/libs/socket\.io|cdn\.socket\.io)/)[0-2][\d.]*/")
_OLD_CDN = re.compile(r"(?P<before>cdn\.socket\.io/)socket\.io-[0-2][\d.]*\.js")
_NPM = re.compile(r"(?P<before>(?:cdn\.jsdelivr\.net/npm|unpkg\.com)/socket\.io-client@)[0-2][\d.]*(?=/)")
_COPY = re.compile(r"(^|/)socket\.?io[^/]*\.js$", re.IGNORECASE)
_BANNER = re.compile(rb"(?:Socket\.IO v|\A/\*!? )(?P<major>\d+)\.\d+")
_VERSION = re.compile(r"[/@.-]v?(?P<major>\d+)(?:\.\d+)+")


def plan(project: Project, options: Options) -> Plan:
    """The scripts that templates load."""
    groups: list[Group] = []
    findings: list[Finding] = []
    for path in project.tree.paths:
        if path.endswith((".html", ".jinja", ".jinja2", ".j2", ".htm")):
            for found in _scripts(project, path):
                (groups if isinstance(found, Group) else findings).append(found)  # type: ignore[arg-type]
        elif _COPY.search(path):
            findings += _copied(project, path)
    return Plan(tuple(groups), tuple(findings))


def _copied(project: Project, path: str) -> Iterator[Finding]:
    """A client that the project has a copy of; its first line says which version it is."""
    try:
        first = project.tree.read(path)[:300]
    except (UnreadableSource, OSError, KeyError):
        return
    version = _BANNER.search(first)
    if version is not None and int(version["major"]) < 3:
        message = "this is a client of Socket.IO that cannot talk to the server of today"
        yield Finding(path, 1, 1, TEMPLATE, message, f"Put version {_CURRENT} in its place.", GUIDE)


def _scripts(project: Project, path: str) -> Iterator[Group | Finding]:
    try:
        data = project.tree.read(path)
        source = SourceFile.of_any_text(data) if b"socket" in data else None
    except (UnreadableSource, OSError, KeyError):
        return
    if source is None:
        return
    text = source.text(0, len(source.data))
    for match in _TAG.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        url = match["url"]
        new = _today(url)
        if new is not None and "integrity" not in match[0]:
            start = len(source.encode(text[: match.start("url")]))
            edit = Edit(path, start, start + len(source.encode(url)), source.encode(new))
            yield Group("the client of Socket.IO that fits the server", path, line, (edit,))
        elif new is not None or _is_old(url):
            message = f"`{url}` is a client of Socket.IO that cannot talk to the server of today"
            advice = f"Load version {_CURRENT}, with its checksum if there is one."
            yield Finding(path, line, 1, TEMPLATE, message, advice, GUIDE)


def _today(url: str) -> str | None:
    """The address of the client of today on the same server; None where it is none of those that are known."""
    for pattern, after in ((_CDN, f"{_CURRENT}/"), (_NPM, _CURRENT)):
        if pattern.search(url):
            return _renamed(pattern.sub(rf"\g<before>{after}", url))
    if _OLD_CDN.search(url):
        return _OLD_CDN.sub(rf"\g<before>{_CURRENT}/socket.io.min.js", url)
    return None


def _renamed(url: str) -> str:
    return re.sub(r"socket\.io(?:\.slim)?(?:\.dev)?(\.min)?\.js$", r"socket.io\1.js", url)


def _is_old(url: str) -> bool:
    version = _VERSION.search(url)
    return version is not None and int(version["major"]) < 3
