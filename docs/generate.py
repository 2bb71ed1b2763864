"""Writes docs/migrations/<id>.md from the migrations themselves: ``make docs``, or ``python docs/generate.py``."""

from __future__ import annotations

import sys
from pathlib import Path

from flask_modernize.planning import registry
from flask_modernize.planning.contract import Code, Migration, Option
from flask_modernize.planning.documentation import AFTER, BEFORE, documentation

PAGES = Path(__file__).parent / "migrations"
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
    return 0


if __name__ == "__main__":
    sys.exit(main())
