"""Literals that name an endpoint, places that compute one, and the steps from a container to what is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class EndpointReference:
    """A literal that names an endpoint, or that is used as one.

    ``offset`` is the byte offset of its first character in the file. ``doubt`` says, if not empty, what else is done
    with the value, so that it may not simply be changed.
    """

    path: str
    offset: int
    value: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Unknown:
    """A place where an endpoint is named by a value that cannot be followed; ``line`` and ``column`` are 1-based.

    ``pattern`` is a regular expression that matches all names that it may give, without a leading dot.
    """

    path: str
    line: int
    column: int
    message: str
    pattern: str = ".*"
    offset: int = -1
    before: str = ""
    after: str = ""

    def may_be(self, endpoint: str) -> bool:
        """Whether the place may name that endpoint."""
        return re.fullmatch(self.pattern, endpoint, re.DOTALL) is not None

    @property
    def can_be_prefixed(self) -> bool:
        """Whether text can be put before whatever name it gives: ``before + text + after`` at the byte ``offset``."""
        return self.offset >= 0 and self.pattern != ".*"


Selector = tuple[str, object]
"""A step into a container: ``("each", None)``, ``("item", 1)``, ``("key", "name")``, ``("any", None)``,
``("keys", None)``, ``("values", None)``, ``("items", None)``."""
Selectors = tuple[Selector, ...]
EACH: Selector = ("each", None)
ANY: Selector = ("any", None)
KEYS: Selector = ("keys", None)
VALUES: Selector = ("values", None)
ITEMS: Selector = ("items", None)
