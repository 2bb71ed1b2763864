"""What ``list``, ``explain`` and ``config`` say, as lines of text."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator

from flask_modernize.planning.configuration import Configuration
from flask_modernize.planning.contract import Behaviour, Migration, OptionValue
from flask_modernize.planning.documentation import DocumentationError, documentation
from flask_modernize.planning.registry import BUILT_IN, Registry
from flask_modernize.reporting.plain import table

PROMISES = {
    Behaviour.SAME: "the application behaves the same",
    Behaviour.REVIEW: "meant to behave the same; read the diff (opt-in)",
    Behaviour.INTENDED: "changes the behaviour as described (opt-in)",
}


def ladder(registry: Registry, configuration: Configuration) -> list[str]:
    """The migrations in the order in which they run, and which of them do."""
    if not registry.migrations:
        return ["No migrations are installed."]
    rows = [
        (each.id, _runs(each, configuration), _origin(registry, each.id), each.summary) for each in registry.migrations
    ]
    rows += [(each.id, "not trusted", each.path, "") for each in registry.withheld]
    cells: list[tuple[str, ...]] = [("migration", "runs", "from", "what it does"), *rows]
    if all(origin == BUILT_IN for _, _, origin, _ in rows):
        cells = [(*cell[:2], cell[3]) for cell in cells]
    return [*table(cells), "", "flask-modernize explain ID says more about one of them."]


def _origin(registry: Registry, id: str) -> str:
    return registry.origins.get(id, BUILT_IN)


def _runs(migration: Migration, configuration: Configuration) -> str:
    if migration.id in configuration.migrations:
        return "yes"
    return "switched off" if migration.behaviour is Behaviour.SAME else "opt-in"


def sections(migration: Migration, origin: str = "") -> list[tuple[str, str]]:
    """The migration's documentation as (heading, text), the introduction first with its id as heading.

    ``origin`` is where it comes from, as the registry says it.
    """
    try:
        document = documentation(migration)
        found = [(migration.id, document.introduction), *document.sections.items()]
    except DocumentationError:  # somebody else's migration may be documented in another way
        found = [(migration.id, inspect.cleandoc(migration.documentation))]
    facts = [f"Behaviour: {PROMISES[migration.behaviour]}."]
    facts += [f"Guide: {migration.guide}."] if migration.guide else []
    facts += [f"From: {origin}."] if origin else []
    facts += [f"Needs: {', '.join(migration.needs)}."] if migration.needs else []
    found[0] = (found[0][0], "\n".join([found[0][1], "", *facts]).strip())
    if migration.options:
        found.append(("Options", "\n".join(_options(migration)).rstrip()))
    if migration.codes:
        found.append(("What it leaves alone", "\n".join(_codes(migration)).rstrip()))
    return found


def explanation(migration: Migration, origin: str = "") -> list[str]:
    """Everything there is to know about a migration."""
    lines: list[str] = []
    for heading, text in sections(migration, origin):
        lines += [heading, "-" * len(heading), "", text, ""]
    return lines[:-1]


def _options(migration: Migration) -> Iterator[str]:
    for option in migration.options:
        choices = f" (one of {', '.join(option.choices)})" if option.choices else ""
        yield f"{option.name} = {literal(option.default)}"
        yield f"    {option.help}{choices}"
    yield ""
    yield f"In pyproject.toml under [tool.flask-modernize.{migration.id}], or --option {migration.id}.NAME=VALUE."


def _codes(migration: Migration) -> Iterator[str]:
    for code in migration.codes:
        yield f"{code.code}: {code.meaning}"
        if code.advice:
            yield f"    {code.advice}"


def settings(configuration: Configuration, root: str) -> list[str]:
    """Every setting in force as ``name = value  # where it comes from``."""
    lines = [f"# project root: {root}", *(f"# {note}" for note in configuration.notes)]
    lines.append(f"# migrations that run: {', '.join(configuration.migrations) or 'none'}")
    left = [f"{setting.name} = {literal(setting.value)}" for setting in configuration.settings]
    width = min(max([len(text) for text in left], default=0), 48)
    origins = [setting.origin for setting in configuration.settings]
    return lines + [f"{text.ljust(width)}  # {origin}" for text, origin in zip(left, origins, strict=True)]


def literal(value: OptionValue | object) -> str:
    """A value as TOML writes it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
