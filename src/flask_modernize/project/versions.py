"""What a version specifier (PEP 440) allows. One that cannot be read allows everything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Bound:
    """The highest or lowest version that is allowed; ``inclusive``: it is allowed itself."""

    version: Version
    inclusive: bool


def exact_version(specifier: str) -> str | None:
    """The one version that is allowed (``==1.2``); None when there may be several."""
    exact = [each for operator, each in _parts(specifier) if operator in ("==", "===") and not each.endswith(".*")]
    return exact[-1] if exact else None


@lru_cache(maxsize=4096)
def upper_bound(specifier: str) -> Bound | None:
    """The highest version that is allowed; None when there is no limit."""
    bounds = [bound for part in _parts(specifier) if (bound := _highest(*part)) is not None]
    return min(bounds, key=lambda bound: (bound.version, bound.inclusive), default=None)


@lru_cache(maxsize=4096)
def lower_bound(specifier: str) -> Bound | None:
    """The lowest version that is allowed; None when there is no limit."""
    bounds = [bound for part in _parts(specifier) if (bound := _lowest(*part)) is not None]
    return max(bounds, key=lambda bound: (bound.version, not bound.inclusive), default=None)


def only_below(specifier: str, version: str) -> bool:
    """Whether every allowed version is lower than ``version``."""
    from packaging.version import Version

    bound, limit = upper_bound(specifier), Version(version)
    return bound is not None and (bound.version < limit if bound.inclusive else bound.version <= limit)


def allows_below(specifier: str, version: str) -> bool:
    """Whether some allowed version is lower than ``version``."""
    from packaging.version import Version

    bound = lower_bound(specifier)
    return bound is None or bound.version < Version(version)


@lru_cache(maxsize=4096)
def _parts(specifier: str) -> tuple[tuple[str, str], ...]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    try:
        parts = tuple((each.operator, each.version) for each in SpecifierSet(specifier))
        for _, text in parts:
            Version(text.removesuffix(".*"))
    except (InvalidSpecifier, InvalidVersion):
        return ()
    return tuple(sorted(parts))


def _highest(operator: str, text: str) -> Bound | None:
    from packaging.version import Version

    if operator == "~=":
        return Bound(_after_prefix(text.split(".")[:-1]), False)
    if operator == "==" and text.endswith(".*"):
        return Bound(_after_prefix(text[:-2].split(".")), False)
    if operator in {"==", "===", "<="}:
        return Bound(Version(text), True)
    return Bound(Version(text), False) if operator == "<" else None


def _lowest(operator: str, text: str) -> Bound | None:
    from packaging.version import Version

    if operator in {"==", "===", ">=", "~="}:
        return Bound(Version(text.removesuffix(".*")), True)
    return Bound(Version(text), False) if operator == ">" else None


def _after_prefix(parts: list[str]) -> Version:
    from packaging.version import Version

    release = list(Version(".".join(parts)).release)
    return Version(".".join(str(number) for number in [*release[:-1], release[-1] + 1]))
