"""Writes docs/migrations/<id>.md, docs/rule-kinds.md and docs/coverage.md.

``make docs``, or ``python docs/generate.py``.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from pathlib import Path

from flask_modernize.planning import registry
from flask_modernize.planning.contract import Code, Migration, Option
from flask_modernize.planning.documentation import AFTER, BEFORE, documentation
from flask_modernize.plugins.rule_tables import kebab, rule_kinds

PAGES = Path(__file__).parent / "migrations"
KINDS_PAGE = PAGES.parent / "rule-kinds.md"
COVERAGE_PAGE = PAGES.parent / "coverage.md"
TESTS = PAGES.parents[1] / "tests"
KINDS_HEAD = """\
<!-- Generated from the kinds' docstrings by `make docs`. -->

# Kinds of rules

What a table in a codemod's TOML file may be: see [codemods.md](codemods.md). Keys in bold must be given.

Templates are expressions with placeholders: `{self}` the object whose member it is, `{0}` `{1}` ... positional
arguments, `{name=}` the value of a keyword argument, `{args}` all arguments as they stand, `{:name}` a name that
the rule `needs`. Write `{{` and `}}` for braces."""
BEHAVIOURS = {
    "same": "the application behaves the same; runs by default",
    "review": "the same as far as the tool can tell, a person should read it; opt-in",
    "intended": "changes what it says, and nothing else; opt-in",
}


def page(migration: Migration) -> str:
    """The page of one migration as Markdown."""
    described = documentation(migration)
    parts = [
        f"<!-- Generated from the migration's docstring by `make docs`. -->\n\n# {migration.id}\n\n{migration.summary}",
        f"Behaviour: {BEHAVIOURS[migration.behaviour.value]}. Section of the guide: {migration.guide}.",
    ]
    if described.introduction:
        parts.append(described.introduction)
    for name, text in described.sections.items():
        parts.append(f"## {name}\n\n" + (example(described.example(name)) if name in (BEFORE, AFTER) else text))
    if migration.codes:
        parts.append("## What it leaves alone\n\n" + codes_table(migration.codes))
    if migration.options:
        parts.append("## Options\n\n" + options_table(migration.id, migration.options))
    return "\n\n".join(parts) + "\n"


def kinds_page() -> str:
    """The page of the kinds of rules that can be written in TOML."""
    parts = [KINDS_HEAD]
    for name, kind in rule_kinds().items():
        keys = [
            f"**`{kebab(field.name)}`**" if field.default is dataclasses.MISSING else f"`{kebab(field.name)}`"
            for field in dataclasses.fields(kind)
            if field.name != "row"
        ]
        text = inspect.cleandoc(kind.__doc__ or "").replace("``", "`")
        parts.append(f"## {name}\n\n{text}\n\nKeys: {', '.join(keys)}.")
    return "\n\n".join(parts) + "\n"


def example(files: dict[str, str]) -> str:
    if len(files) == 1:
        return "".join(f"```python\n{text}```" for text in files.values())
    return "\n\n".join(f"`{path}`\n\n```python\n{text}```" for path, text in files.items())


def codes_table(codes: tuple[Code, ...]) -> str:
    rows = [f"| `{code.code}` | {cell(code.meaning)} | {cell(code.advice)} |" for code in codes]
    return "\n".join(["| code | meaning | what you can do |", "| --- | --- | --- |", *rows])


def options_table(migration: str, options: tuple[Option, ...]) -> str:
    rows = [
        f"| `{option.name}` | `{toml(option.default)}` | {cell(option.help)}"
        + (f" One of {', '.join(f'`{choice}`' for choice in option.choices)}." if option.choices else "")
        + " |"
        for option in options
    ]
    heading = f"In `[tool.flask-modernize.{migration}]`, or `--option {migration}.NAME=VALUE`:\n"
    return "\n".join([heading, "| option | default | meaning |", "| --- | --- | --- |", *rows])


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{item}"' for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def main() -> int:
    PAGES.mkdir(exist_ok=True)
    for migration in registry.migrations():
        path = PAGES / f"{migration.id}.md"
        path.write_text(page(migration), encoding="utf-8")
        print(path.relative_to(PAGES.parent.parent))
    KINDS_PAGE.write_text(kinds_page(), encoding="utf-8")
    print(KINDS_PAGE.relative_to(PAGES.parent.parent))
    sys.path.append(str(TESTS))
    from rows.coverage_page import coverage_page, covered_rows

    COVERAGE_PAGE.write_text(coverage_page(covered_rows()), encoding="utf-8")
    print(COVERAGE_PAGE.relative_to(PAGES.parent.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
