"""What no request reaches by itself: the project's own commands, and its error handlers."""

from __future__ import annotations

import importlib
import re
from typing import Any, Iterator

from flask_modernize.verify.probe.answers import response_record
from flask_modernize.verify.probe.finding import field_value
from flask_modernize.verify.probe.rows import script_info
from flask_modernize.verify.probe.values import clean, described, named
from flask_modernize.verify.probe.world import Record

COMMAND, ERROR = "COMMAND", "ERROR"
"""Stand where the method of a request stands; the path is then the name of a command, of a code or of a class."""

NOT_RUN = re.compile(r"(^|[ _-])(test|tests|run|runserver|serve|server|shell|lint|profile|coverage|worker|celery)\b")


def calls(app: Any) -> list[Record]:
    """One for each error that the application handles; two for each command: with what it needs, with all it takes."""
    found: list[Record] = [{"method": ERROR, "path": name} for name in sorted(handled(app))]
    for name, command in commands_of(getattr(app, "cli", None), ()):
        if not NOT_RUN.search(name):
            needed, all_ = words_for(command, everything=False), words_for(command, everything=True)
            variants = [needed] if needed == all_ else [needed, all_]
            found += [{"method": COMMAND, "path": name, "words": words} for words in variants]
    return found


# -- commands


def commands_of(group: Any, words: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """The commands of the project itself, by their full names; groups are only gone through."""
    for name, command in sorted((getattr(group, "commands", None) or {}).items()):
        if hasattr(command, "commands"):
            yield from commands_of(command, (*words, name))
        elif command.callback is not None and named(command.callback)["own"]:
            yield " ".join((*words, name)), command


def words_for(command: Any, everything: bool) -> list[str]:
    """Words of a command line: of each argument and option that is needed, or of every one."""
    words: list[str] = []
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            words += [word_for(parameter)] if parameter.required or everything else []
        elif parameter.required or parameter.prompt or everything:
            option = max(parameter.opts, key=len)
            words += [option] if parameter.is_flag else [option, word_for(parameter)]
    return words


def word_for(parameter: Any) -> str:
    kind = getattr(parameter.type, "name", "")
    if kind == "choice":
        return str(parameter.type.choices[0])
    return {"integer": "3", "integer range": "3", "float": "1.5", "boolean": "true"}.get(
        kind, field_value(str(parameter.name)).split(" <")[0]
    )


def run_command(app: Any, request: Record) -> Record:
    """What the command prints, and how it ends; questions are answered with yes."""
    runner = importlib.import_module("click.testing").CliRunner()
    arguments = [*request["path"].split(" "), *request["words"]]
    result = runner.invoke(app.cli, arguments, input="y\n" * 9, obj=script_info(app))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return {"exception": described(result.exception)}
    return {
        "status": result.exit_code,
        "headers": [],
        "cookies": [],
        "content type": "text/plain",
        "body": clean(result.output),
    }


# -- error handlers


def handled(app: Any) -> dict[str, Any]:
    """The errors for which the application has handlers: a status code, or the name of a class and the class."""
    found: dict[str, Any] = {}
    for code, by_class in (getattr(app, "error_handler_spec", {}).get(None) or {}).items():
        for cls in by_class if isinstance(by_class, dict) else ():
            if code is not None:
                found[str(code)] = code
            elif isinstance(cls, type):
                found[cls.__name__] = cls
    return found


def raise_error(app: Any, name: str) -> Record:
    """What the handlers make of an error."""
    error = handled(app).get(name, int(name) if name.isdigit() else None)
    if isinstance(error, int):
        error = importlib.import_module("werkzeug.exceptions").default_exceptions.get(error)
    if error is None:
        return {"exception": f"no handler of {name}"}
    with app.test_request_context("/"):
        try:
            raise error()
        except Exception as raised:
            # Flask before 2.0 insists on handling what was really raised.
            return response_record(app, app.make_response(app.handle_user_exception(raised)))
