"""Version constraints that are not PEP 440's: Poetry's and Pipenv's carets and tildes, conda's single ``=``."""

from __future__ import annotations

import re


def pep440(text: str) -> str:
    """A version constraint of Poetry or Pipenv as a PEP 440 specifier; empty for what cannot be said in one."""
    if "||" in text or " or " in text:
        return ""
    parts = [part.strip() for part in text.split(",")]
    return ",".join(specifier for part in parts if (specifier := _part(part)))


def _part(text: str) -> str:
    if text.startswith("^"):
        release = _release(text[1:])
        # a caret keeps the leftmost number that is not zero
        kept = next((index for index, number in enumerate(release) if number), len(release) - 1)
        return f">={text[1:].strip()},<{_bumped(release, kept)}"
    if text.startswith("~") and not text.startswith("~="):
        release = _release(text[1:])
        return f">={text[1:].strip()},<{_bumped(release, min(1, len(release) - 1))}"
    if text in {"", "*"}:
        return ""
    return text.replace(" ", "") if text[0] in "<>=!~" else f"=={text}"


def _release(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text.split("-")[0])] or [0]


def _bumped(release: list[int], index: int) -> str:
    return ".".join(str(number) for number in [*release[:index], release[index] + 1])


def conda(text: str) -> str:
    """A version of an environment file of conda (``=1.0``, ``==1.0=build``, ``>=1``) as a PEP 440 specifier."""
    single = re.fullmatch(r"=([^=,]+)(?:=.*)?", text)  # name=version[=build]
    if single:
        return f"=={single[1].rstrip('.*')}.*"
    return re.sub(r"\s+", "", text)
