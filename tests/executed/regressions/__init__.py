"""Functions on which the tool was once wrong, one module each; they are executed for ever.

A module holds one snippet's source and calls as data, for it is the legacy form that matters, not the module.
"""

from __future__ import annotations

import importlib
import pkgutil

from executed.equivalence import Call, Snippet

LINE_LENGTH = 120


def kept() -> list[Snippet]:
    """Every snippet of this package, by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [Snippet(module.NAME, module.SOURCE, tuple(map(_call, module.CALLS))) for module in modules]


def keep(snippet: Snippet) -> None:
    """Writes ``snippet`` into this package."""
    calls = repr([dict(call.arguments) for call in snippet.calls]).replace("'", '"')
    lines = [f'NAME = "{snippet.name}"', f"CALLS = {calls}"]
    lines += ['SOURCE = """\\', *_escaped(snippet.source).splitlines(), '"""']
    if max(map(len, lines)) > LINE_LENGTH:
        lines.insert(0, "# ruff: noqa: E501")
    text = "\n".join([*lines, ""])
    with open(f"{__path__[0]}/{snippet.name}.py", "w", encoding="utf-8") as file:
        file.write(text)


def _call(arguments: dict[str, object]) -> Call:
    return Call(tuple(arguments.items()))


def _escaped(source: str) -> str:
    return source.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
