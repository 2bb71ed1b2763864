"""Tokens that an application itself hands out: somebody signs in, and shows the token with what is asked next."""

from __future__ import annotations

import json
import re
from typing import Any

from flask_modernize.verify.probe.world import Record

KEY = re.compile(r"(^|_)(token|jwt)$|Token$")
SIGNING_IN = re.compile(r"(?i)log_?in|sign_?in|auth|token|session")
REFUSED = (401, 403, 422)
SHORTEST = 16


def token_in(body: Any) -> str | None:
    """The first token that a JSON answer names."""
    try:
        content = json.loads(body)
    except (TypeError, ValueError):
        return None
    waiting = [content]
    while waiting:
        each = waiting.pop(0)
        if isinstance(each, dict):
            for key, value in each.items():
                if KEY.search(key) and isinstance(value, str) and len(value) >= SHORTEST:
                    return value
            waiting += each.values()
    return None


def with_tokens(sent: list[Record]) -> list[Record]:
    """What nobody may ask, asked again by somebody whom another of these requests gave a token."""
    if any(each["request"].get("actor") == "token" for each in sent):
        return []
    open_to_all = [each for each in sent if each["request"].get("actor") in (None, "anonymous")]
    giving = [each["request"] for each in open_to_all if token_in(each["answer"].get("body"))]
    if not giving:
        return []
    giving.sort(key=lambda request: not SIGNING_IN.search(request["path"]))
    sign_in = {name: value for name, value in giving[0].items() if name not in ("actor", "group")}
    return [
        {**each["request"], "actor": "bearer", "sign_in": sign_in}
        for each in open_to_all
        if each["answer"].get("status") in REFUSED and "group" not in each["request"]
    ]


def bearer(response: Any) -> Record:
    """The headers of somebody who was given that answer."""
    token = token_in(response.get_data(as_text=True))
    return {"Authorization": f"Bearer {token}"} if token else {}
