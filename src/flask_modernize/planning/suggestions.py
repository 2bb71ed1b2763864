"""“Did you mean”: the nearest known name for one that is not known."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be, or None."""
    from difflib import get_close_matches

    plain = name.lower().replace("_", "-")
    candidates = sorted(known)
    matches = get_close_matches(plain, candidates, n=1, cutoff=0.5)
    starts = [candidate for candidate in candidates if plain and candidate.startswith(plain)]
    return starts[0] if len(starts) == 1 else (matches[0] if matches else None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """“ Did you mean 'select-queries'?” with a leading space, or the known names when none is near; "" without any."""
    known = sorted(known)
    suggestion = nearest(name, known)
    if suggestion is not None:
        return f" Did you mean {suggestion!r}?"
    return f" Known: {', '.join(known)}." if known else ""
