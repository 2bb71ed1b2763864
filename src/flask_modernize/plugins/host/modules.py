"""Imports the code of a request, and says in one line what went wrong with it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import traceback
from types import ModuleType


def load_file(path: str, project: str) -> ModuleType:
    """The module in ``path`` (relative to the project), under its own name. Raises whatever it raises."""
    stem = os.path.basename(path).removesuffix(".py")
    name = os.path.basename(os.path.dirname(path)) if stem == "__init__" else stem
    place = os.path.join(project, path)
    folder = [os.path.dirname(place)] if stem == "__init__" else None
    specification = importlib.util.spec_from_file_location(name, place, submodule_search_locations=folder)
    if specification is None or specification.loader is None:
        raise ImportError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def load(reference: str, project: str) -> ModuleType:
    """A module by its file (``codemods/rename.py``) or by its name (``package.module``)."""
    return load_file(reference, project) if reference.endswith(".py") else importlib.import_module(reference)


def in_words(error: BaseException, within: str = "") -> str:
    """“KeyError: 'x' (rename.py:12)”. The place is the last one in the code below the directory ``within``."""
    try:
        text = " ".join(f"{type(error).__name__}: {error}".split())
    except Exception:
        text = type(error).__name__
    text = text if len(text) <= 300 else text[:299] + "…"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if within and frame.filename.startswith(within + os.sep)] or frames
    return f"{text} ({os.path.basename(own[-1].filename)}:{own[-1].lineno})" if own else text
