"""Functions on which the tool was once wrong, one module each; they are executed for ever.

A module holds one snippet's source and calls as data, for it is the legacy form that matters, not the module.
"""

from __future__ import annotations

import importlib
import pkgutil

from executed.equivalence import Call, Snippet


def kept() -> list[Snippet]:
    """Every snippet of this package, by name."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [Snippet(module.NAME, module.SOURCE, tuple(map(_call, module.CALLS))) for module in modules]


def keep(snippet: Snippet) -> None:
    """Writes ``snippet`` into this package."""
    calls = [dict(call.arguments) for call in snippet.calls]
    text = f'NAME = "{snippet.name}"\nCALLS = {calls!r}\nSOURCE = """\\\n{_escaped(snippet.source)}"""\n'
    with open(f"{__path__[0]}/{snippet.name}.py", "w", encoding="utf-8") as file:
        file.write(text)


def _call(arguments: dict[str, object]) -> Call:
    return Call(tuple(arguments.items()))


def _escaped(source: str) -> str:
    return source.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
