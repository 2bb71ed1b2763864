"""Values, functions and errors as JSON holds them: the same text for the same thing in every process."""

from __future__ import annotations

import datetime
import functools
import hashlib
import importlib
import inspect
import os
import re
import sys
import traceback
import types
from typing import Any

from flask_modernize.verify.probe.clock import REAL_DATE, REAL_DATETIME
from flask_modernize.verify.probe.world import WORLD, Record

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+|\b0x[0-9a-fA-F]{6,}")

SECRET = re.compile(r"SECRET|PASSW|TOKEN|API_?KEY|PRIVATE|CREDENTIAL|SALT|DSN|AUTH_KEY|ACCESS_KEY", re.IGNORECASE)

CREDENTIALS = re.compile(r"://[^/@\s]*:[^/@\s]+@")


SHOWN_BYTES = 200
"""So many, if they are a text, are kept as they are; of others a digest."""


def described(error: Any) -> str:
    return clean(f"{type(error).__name__}: {error}")[:2000]


def clean(text: str) -> str:
    """Text without memory addresses and without the directory that the application was put into."""
    if WORLD.job is not None:
        text = text.replace(WORLD.job.root, "<root>")
    return ADDRESS.sub("", text)


def plain(value: Any) -> Any:
    """A value as JSON can hold it; the same text for the same value in every process."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return clean(str(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        if len(value) <= SHOWN_BYTES and bytes(value).isascii() and bytes(value).decode("ascii").isprintable():
            return {"bytes": bytes(value).decode("ascii")}
        return {"bytes": hashlib.sha256(bytes(value)).hexdigest()[:16], "length": len(bytes(value))}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((plain(each) for each in value), key=repr)
    if isinstance(value, (REAL_DATETIME, REAL_DATE, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, type) or inspect.isroutine(value):
        return "<{}>".format(named(value)["name"])
    cls: Any = type(value)
    return clean(repr(value))[:500] if cls.__repr__ is not object.__repr__ else f"<{cls.__name__}>"


def type_name(value: Any) -> str:
    if isinstance(value, (str, int, float, bool, bytes, list, tuple, dict, set)) or value is None:
        return type(value).__name__
    return str(type(value).__name__)


def named(function: Any) -> Record:
    """The name of a function without its module, where it is from, and whether it is the project's own."""
    while isinstance(function, functools.partial):
        function = function.func
    if type(function).__name__ == "LocalProxy":
        # Asking it anything asks what it stands for at this moment.
        return {"name": "LocalProxy", "module": "werkzeug.local", "own": False, "full": "werkzeug.local.LocalProxy"}
    holder = getattr(function, "__self__", None)
    target = inspect.unwrap(function) if callable(function) else function
    name = getattr(target, "__qualname__", None) or getattr(target, "__name__", None)
    if name is None:
        target = type(target)
        name = target.__qualname__
    elif holder is not None and not isinstance(holder, (type, types.ModuleType)):
        name = "{}.{}".format(type(holder).__name__, name.split(".")[-1])
    module = getattr(target, "__module__", None) or ""
    return {
        "name": "<lambda>" if name.endswith("<lambda>") else name.split("<locals>.")[-1],
        "module": module,
        "own": is_own(module),
        "full": f"{module}.{name}",
    }


@functools.lru_cache(maxsize=None)
def is_own(module_name: str) -> bool:
    module = sys.modules.get(module_name)
    path = getattr(module, "__file__", None)
    return bool(path) and WORLD.job is not None and os.path.realpath(str(path)).startswith(WORLD.job.root + os.sep)


def hidden(value: Any) -> Record:
    return {"hash": hashlib.sha256(b"flask-modernize" + repr(value).encode("utf-8", "replace")).hexdigest()[:16]}


def shown(error: BaseException) -> str:
    """The traceback without the lines of this script and of the import machinery."""
    entries = traceback.extract_tb(error.__traceback__)
    ours = (os.path.dirname(__file__), os.path.dirname(importlib.__file__), "<frozen")
    kept = [each for each in entries if not each.filename.startswith(ours)]
    return clean("".join(traceback.format_list(kept)[-12:] + traceback.format_exception_only(type(error), error)))
