"""A migration's docstring, taken apart: `explain`, the docs pages and the tests of the examples are made from it.

The sections have fixed names and a fixed order. Each begins with its name on a line of its own; its text is indented
(or the name underlined with dashes). The text of an example is code, with or without a ``::`` above it::

    What it does
        Every chain becomes a select().
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_modernize.planning.contract import Migration

SECTIONS = ("What it does", "Why", "Example before", "Example after", "Safety", "References")
BEFORE = "Example before"
AFTER = "Example after"

_HEADING = re.compile(rf"^(?P<name>{'|'.join(SECTIONS)})[ ]*\n(?:-{{3,}}[ ]*\n)?", re.MULTILINE)
_FILE = re.compile(r"^# (?P<path>[\w./-]+\.\w+)\n", re.MULTILINE)


class DocumentationError(ValueError):
    """A docstring that does not have the sections that it must have."""


@dataclass(frozen=True, slots=True)
class Documentation:
    """``introduction`` is what stands before the first section; ``sections`` are in the order of :data:`SECTIONS`."""

    introduction: str
    sections: Mapping[str, str]

    def example(self, name: str) -> dict[str, str]:
        """The example of section ``name`` as files: path -> text.

        A line ``# shop/models.py`` starts a file of that name; code without one is ``example.py``.
        """
        code = textwrap.dedent(self.sections[name].removeprefix("::\n")).strip("\n") + "\n"
        starts = list(_FILE.finditer(code))
        if not starts or starts[0].start() > 0:
            return {"example.py": code}
        ends = [start.start() for start in starts[1:]] + [len(code)]
        return {
            start["path"]: code[start.end() : end].strip("\n") + "\n" for start, end in zip(starts, ends, strict=True)
        }


def documentation(migration: Migration) -> Documentation:
    """The migration's docstring by sections. Raises DocumentationError that names what is missing or out of order."""
    text = inspect.cleandoc(migration.documentation)
    headings = list(_HEADING.finditer(text))
    names = tuple(heading["name"].strip() for heading in headings)
    if names != SECTIONS:
        raise DocumentationError(
            f"{migration.id}: the docstring must have the sections {', '.join(SECTIONS)} in this order, "
            f"not {', '.join(names) or 'none'}."
        )
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    sections = {
        name: textwrap.dedent(text[heading.end() : end]).strip("\n").rstrip()
        for name, heading, end in zip(names, headings, ends, strict=True)
    }
    return Documentation(text[: headings[0].start()].strip(), sections)
