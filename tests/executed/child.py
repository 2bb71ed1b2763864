"""The process in which functions are run, one per stack: ``python -m executed.child``, JSON on stdin and stdout.

Request: ``{"jobs": [{"key": str, "module": str, "function": str, "arguments": {}, "path": str}],
"modules": {name: text}}``.
Answer: ``{"sqlalchemy": version, "seen": {key: observation}}``.
"""

from __future__ import annotations

import json
import sys
import types

import sqlalchemy

from executed.observation import Stage

PACKAGE = "festival.views"
"""Where the modules stand in the project that the tool sees."""


def load(name: str, text: str) -> types.ModuleType:
    """The module ``name`` made of ``text``, without a file."""
    module = types.ModuleType(name)
    module.__package__ = PACKAGE
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)
    return module


def main() -> None:
    request = json.load(sys.stdin)
    stage = Stage()
    modules = {name: load(name, text) for name, text in request["modules"].items()}
    seen = {
        job["key"]: stage.observe(getattr(modules[job["module"]], job["function"]), job["arguments"], job["path"])
        for job in request["jobs"]
    }
    json.dump({"sqlalchemy": sqlalchemy.__version__, "seen": seen}, sys.stdout)


if __name__ == "__main__":
    main()
