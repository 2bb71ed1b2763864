"""Runs small programs, each in a fork of a process that has the libraries imported already.

As a program (``python snippet_server.py MODULE...``) it reads a directory a line, runs ``app.py`` there and answers
with a line of JSON: ``{"output": ..., "error": ...}``.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

LIBRARIES = (
    *("flask", "flask.cli", "flask.testing", "werkzeug.test", "sqlalchemy.orm", "flask_sqlalchemy", "flask_migrate"),
    *("flask_login", "wtforms", "flask_wtf", "flask_restful", "marshmallow", "flask_babel", "flask_mail"),
    *("flask_caching", "flask_cors", "flask_jwt_extended", "flask_limiter"),
)
SECONDS = 20


class SnippetServer:
    """The process that forks; one for each test process."""

    def __init__(self, python: str = sys.executable, path: tuple[str, ...] = ()) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [python, __file__, *LIBRARIES],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def run(self, directory: Path) -> tuple[str, str]:
        """What ``app.py`` of a directory prints, and the traceback with which it ends, if it does."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{directory}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return answer["output"], answer["error"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)


def serve() -> None:
    for name in sys.argv[1:]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    for line in sys.stdin:
        print(json.dumps(answer(line.rstrip("\n"))), flush=True)


def answer(directory: str) -> dict[str, str]:
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as error:
        child = os.fork()
        if child == 0:
            run(directory, output.fileno(), error.fileno())
        os.waitpid(child, 0)
        output.seek(0)
        error.seek(0)
        return {"output": output.read(), "error": error.read()}


def run(directory: str, output: int, error: int) -> None:
    """Never returns."""
    signal.alarm(SECONDS)
    os.dup2(output, 1)
    code = 0
    try:
        os.chdir(directory)
        sys.path.insert(0, directory)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        runpy.run_path("app.py", run_name="__main__")
    except BaseException:
        # Whatever ends the program belongs to the answer.
        os.write(error, traceback.format_exc().encode())
        code = 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
