"""An answer as the record has it."""

from __future__ import annotations

import contextlib
import hashlib
import re
from typing import Any

from flask_modernize.verify.probe.values import clean, plain
from flask_modernize.verify.probe.world import Record, unseen

BODY_BYTES = 400_000
"""More of a body is neither read nor kept."""


def response_record(app: Any, response: Any) -> Record:
    chunks, size = [], 0
    for chunk in response.response:
        data = chunk.encode("utf-8") if isinstance(chunk, str) else chunk
        chunks.append(data)
        size += len(data)
        if size > BODY_BYTES:
            break
    response.close()
    body = b"".join(chunks)[:BODY_BYTES]
    kind = response.headers.get("Content-Type", "")
    headers = [[name, clean(value)] for name, value in response.headers if name.lower() not in ("set-cookie", "date")]
    record: Record = {"status": response.status_code, "headers": sorted(headers), "content type": kind.split(";")[0]}
    cookies = response.headers.getlist("Set-Cookie") if hasattr(response.headers, "getlist") else []
    record["cookies"] = [cookie_record(app, each) for each in cookies]
    if re.match(r"text/|application/(json|.*\+json|xml|.*\+xml|javascript)", kind) or not kind:
        record["body"] = clean(body.decode(getattr(response, "charset", None) or "utf-8", "replace"))
    else:
        record["body"] = {"bytes": hashlib.sha256(body).hexdigest()[:16], "length": len(body)}
    return record


def cookie_record(app: Any, header: str) -> Record:
    """Name, value and flags of a cookie; of the session its content."""
    first, *rest = header.split(";")
    name, _, value = first.strip().partition("=")
    record: Record = {"name": name, "flags": sorted(each.strip() for each in rest)}
    content = session_content(app, name, value)
    if content is not None:
        record["session"] = content
    else:
        record["value"] = value if not is_signed(value) else "<signed>"
    return record


def is_signed(value: str) -> bool:
    return bool(re.search(r"[\w-]+\.[\w-]{4,}\.[\w-]{20,}$|\|[0-9a-f]{64,}$", value))


def session_content(app: Any, name: str, value: str) -> Any:
    if name != (app.config.get("SESSION_COOKIE_NAME") or "session"):
        return None
    with unseen(), contextlib.suppress(Exception):
        get = getattr(app.session_interface, "get_signing_serializer", None)
        serializer = get(app) if get is not None else None
        if serializer is not None:
            content = serializer.loads(value) if value else {}
            return {key: "<token>" if "csrf" in key else plain(each) for key, each in content.items()}
    return None
