"""Runs a LibCST codemod class over texts: a new object for each file, as ``libcst.tool codemod`` does."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from typing import Any

import libcst
from libcst.codemod import (
    Codemod,
    CodemodCommand,
    CodemodContext,
    TransformFailure,
    TransformSkip,
    TransformSuccess,
    transform_module,
)
from libcst.helpers import calculate_module_and_package
from libcst.metadata import FullRepoManager

from flask_modernize.plugins.host.modules import in_words, load

GENERATED = "@gen" + "erated"
"""Files with this mark are left out, as ``libcst.tool`` leaves them out."""


class WrongWords(Exception):
    """The class is not there, or does not take these arguments."""


def run_command(request: dict[str, Any], project: str, at: Callable[[str], None]) -> dict[str, Any]:
    """The new texts by path, what could not be parsed, what went wrong, and remarks, each with its path."""
    answer: dict[str, Any] = {"changed": {}, "unread": {}, "errors": [], "remarks": []}
    try:
        command = _command(request["reference"], project)
        arguments = _arguments(command, request["arguments"])
        manager = _manager(command, project, sorted(request["texts"]))
    except WrongWords as error:
        answer["errors"].append(("", str(error)))
        return answer
    except (Exception, SystemExit) as error:
        answer["errors"].append(("", in_words(error, project)))
        return answer
    for path in sorted(request["texts"]):
        at(path)
        text = request["texts"][path]
        if GENERATED in text:
            answer["remarks"].append((path, "Left out: the file says that it is generated."))
            continue
        try:
            made = command(_context(path, project, manager), **arguments)
            _transform(made, path, text, project, answer)
        except (Exception, SystemExit) as error:
            answer["errors"].append((path, in_words(error, project)))
    return answer


def _transform(made: Codemod, path: str, text: str, project: str, answer: dict[str, Any]) -> None:
    result = transform_module(made, text)
    answer["remarks"] += [(path, str(warning)) for warning in result.warning_messages]
    if isinstance(result, TransformSuccess):
        if result.code != text:
            answer["changed"][path] = result.code
    elif isinstance(result, TransformSkip):
        why = result.skip_description or result.skip_reason.value
        answer["remarks"].append((path, f"Left out by the codemod: {why}"))
    elif isinstance(result, TransformFailure):
        if isinstance(result.error, libcst.ParserSyntaxError):
            answer["unread"][path] = f"{result.error.message} (line {result.error.raw_line})"
        else:
            answer["errors"].append((path, in_words(result.error, project)))
    else:
        answer["errors"].append((path, "it was interrupted"))


def _command(reference: str, project: str) -> Callable[..., Codemod]:
    where, _, name = reference.partition(":")
    found = getattr(load(where, project), name, None)
    if not (isinstance(found, type) and issubclass(found, Codemod)):
        raise WrongWords(f"{reference} is not a LibCST codemod class")
    return found


def _arguments(command: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What the class is called with: as from its command line, where it has one. Raises WrongWords."""
    if not issubclass(command, CodemodCommand):
        return given
    parser = argparse.ArgumentParser(add_help=False)
    command.add_args(parser)
    actions = {action.dest: action for action in parser._actions}
    unknown = sorted(given.keys() - actions.keys())
    if unknown:
        known = ", ".join(sorted(actions)) or "none"
        raise WrongWords(f"{command.__name__} has no argument {unknown[0]!r}; it has: {known}")
    missing = sorted(name for name, action in actions.items() if action.required and name not in given)
    if missing:
        raise WrongWords(f"{command.__name__} needs the argument {missing[0]!r}")
    return {name: given.get(name, action.default) for name, action in actions.items()}


def _manager(command: Any, project: str, paths: list[str]) -> FullRepoManager | None:
    """What gives the class facts that go beyond one file (full module names, for one), if it asks for them."""
    wanted = {each for each in command.get_inherited_dependencies() if each.gen_cache is not None}
    if not wanted:
        return None
    manager = FullRepoManager(project, [os.path.join(project, path) for path in paths], wanted)
    manager.resolve_cache()
    return manager


def _context(path: str, project: str, manager: FullRepoManager | None) -> CodemodContext:
    name = os.path.join(project, path)
    try:
        module = calculate_module_and_package(project, name)
    except ValueError:
        return CodemodContext(filename=name, metadata_manager=manager)
    return CodemodContext(
        filename=name, full_module_name=module.name, full_package_name=module.package, metadata_manager=manager
    )
