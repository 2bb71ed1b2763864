"""Imports the application, or calls its factory."""

from __future__ import annotations

import importlib
import os
import sys
import types
from typing import Any

from flask_modernize.verify.probe.limits import TooLong
from flask_modernize.verify.probe.values import described, shown
from flask_modernize.verify.probe.world import Failure, Job


def boot(job: Job) -> Any:
    """The application. Raises Failure."""
    module_name, _, name = job.app.partition(":")
    try:
        if module_name.endswith(".py"):
            module = run_script(os.path.join(job.root, module_name))
        else:
            module = importlib.import_module(module_name)
    except (KeyboardInterrupt, TooLong, Failure):
        raise
    except BaseException as error:
        raise Failure("import", f"{module_name} cannot be imported: {described(error)}", shown(error)) from error
    target: Any = module
    for part in filter(None, name.split(".")):
        try:
            target = getattr(target, part)
        except AttributeError as error:
            raise Failure("import", f"{module_name} has no {name!r}") from error
    if not name:
        target = usual(module)
    return application(target, job)


def run_script(path: str) -> Any:
    """Runs a file as `python FILE` does, but for the server that it starts; its module."""
    sys.path.insert(0, os.path.dirname(path))
    module = types.ModuleType("__main__")
    module.__file__ = path
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    sys.modules["__main__"] = module
    exec(code, module.__dict__)
    return module


def usual(module: Any) -> Any:
    """As `flask run` finds it."""
    import flask

    for name in ("app", "application"):
        if isinstance(getattr(module, name, None), flask.Flask):
            return getattr(module, name)
    apps = [value for value in vars(module).values() if isinstance(value, flask.Flask)]
    for name in ("create_app", "make_app"):
        if not apps and callable(getattr(module, name, None)):
            return getattr(module, name)
    if len({id(each) for each in apps}) == 1:
        return apps[0]
    raise Failure("import", f"{module.__name__} has no single Flask application")


def application(target: Any, job: Job) -> Any:
    import flask

    if not isinstance(target, flask.Flask) and callable(target):
        try:
            target = target()
        except (KeyboardInterrupt, TooLong, Failure):
            raise
        except BaseException as error:
            raise Failure("factory", f"{job.app} fails: {described(error)}", shown(error)) from error
    if hasattr(target, "_get_current_object"):
        target = target._get_current_object()
    if not isinstance(target, flask.Flask):
        raise Failure("factory", f"{job.app} gives a {type(target).__name__}, not a Flask application")
    return target
