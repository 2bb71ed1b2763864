"""What cannot be run is said, and not hidden by what has to be tidied up on the way out."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator

import pytest

import flask_modernize
from flask_modernize.verify.runs import CouldNotRun, Target, probe

APART = ("flask_modernize.verify.probe", "flask_modernize.verify.recorder", "flask_modernize.__main__")


def exceptions() -> Iterator[type[BaseException]]:
    for module in pkgutil.walk_packages(flask_modernize.__path__, "flask_modernize."):
        if module.name.startswith(APART) or ".host" in module.name:
            continue
        for _, value in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(value, BaseException) and value.__module__ == module.name:
                yield value


def test_every_exception_passes_through_a_context_manager() -> None:
    """A frozen dataclass would raise there that its traceback cannot be set."""

    @contextlib.contextmanager
    def tidy() -> Iterator[None]:
        yield

    found = list(exceptions())
    assert CouldNotRun in found
    for cls in found:
        error = cls.__new__(cls)
        with pytest.raises(cls), tidy():
            raise error


def test_why_an_application_cannot_be_run() -> None:
    with pytest.raises(CouldNotRun) as caught:
        probe(Target({"app.py": b"raise RuntimeError('no such luck')\n"}, "app:app", sys.executable))
    assert caught.value.stage == "import"
    assert "no such luck" in caught.value.message
