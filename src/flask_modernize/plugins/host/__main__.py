"""Runs somebody's code on the files of a request; everything that it prints is kept apart from the answer."""

from __future__ import annotations

import json
import marshal
import os
import signal
import sys
import threading
from typing import Any


def main(directory: str) -> int:
    """Answers the request in ``directory``; 0 when there is an answer."""
    _end_with_the_parent()
    with open(os.path.join(directory, "request"), "rb") as file:
        request: dict[str, Any] = marshal.load(file)
    # This directory is only here to start from; the parent's path has everything that its interpreter finds.
    sys.path[:] = [*request["sys_path"], *(os.path.join(directory, "project", each) for each in request["import_from"])]
    answer = _answer(request, directory)
    # Where all this happened is another place each time, and nobody's business.
    text = json.dumps(answer).replace(json.dumps(os.path.join(directory, "project", ""))[1:-1], "")
    with open(os.path.join(directory, "answer.tmp"), "w", encoding="ascii") as file:
        file.write(text)
    os.replace(os.path.join(directory, "answer.tmp"), os.path.join(directory, "answer.json"))
    return 0


def _answer(request: dict[str, Any], directory: str) -> object:
    project = os.path.join(directory, "project")
    os.chdir(project)
    kind = request["kind"]
    if kind == "bowler":
        from flask_modernize.plugins.host.bowler_scripts import run_script

        return run_script(request, project, _place_in(directory))
    if kind == "libcst":
        from flask_modernize.plugins.host.libcst_commands import run_command

        return run_command(request, project, _place_in(directory))
    from flask_modernize.plugins.host import native_modules

    return native_modules.describe(request, project) if kind == "describe" else native_modules.plan(request, project)


def _place_in(directory: str) -> Any:
    """A function that writes down which file is being looked at, for the parent to name if this process ends."""
    descriptor = os.open(os.path.join(directory, "place"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)

    def at(path: str) -> None:
        data = path.encode("utf-8", "surrogateescape")
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, data, 0)

    return at


def _end_with_the_parent() -> None:
    """The other end of standard input is the parent's; the code that is run here has nothing to read."""
    lifeline = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def wait() -> None:
        while os.read(lifeline, 1):
            pass
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
