"""``@security.send_mail_task``: what sends the mails of Flask-Security is a class today, which it is given."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.rewriting.bound_names import bound_names
from flask_modernize.rules.findings import REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import has_own_lines, unit, without_decorator

ROW = "security-send-mail-task"
_TASK = "flask_security.Security.send_mail_task"
_CLASS = "TaskMailUtil"
_ADVICE = "Give `Security(mail_util_cls=...)` a subclass of MailUtil whose `send_mail()` queues the mail."


def _find(file: File) -> Iterator[Match | Finding]:
    for node in file.syntax.scopes.of_kind(ast.Attribute):
        if node.attr == "send_mail_task" and _TASK in file.names(node):
            yield _with_class(file, node)


def _with_class(file: File, node: ast.Attribute) -> Match | Finding:
    function, creation = _function(file, node), _creation(file, node)
    if function is None or creation is None or _CLASS in bound_names(file.syntax.scopes.nodes()):
        message = f"`{file.text(node)}`: Flask-Security has no task for mails any more"
        return file.finding(node, REMOVED, message, _ADVICE)
    statement, call = creation
    names = needed_names(file, statement, ("flask_security.MailUtil", "flask_mail.Message"))
    if isinstance(names, Finding):
        return names
    step = unit(file)
    message = f"{names[0]['Message']}(subject, sender=sender, recipients=[recipient], body=body, html=html)"
    lines = (
        f"class {_CLASS}({names[0]['MailUtil']}):",
        f"{step}def send_mail(self, template, subject, recipient, sender, body, html, **kwargs):",
        f"{step * 2}{function.name}({message})",
    )
    start = file.span(statement)[0]
    above = file.syntax.source.text(0, start)
    blank = "\n" * max(0, 3 - (len(above) - len(above.rstrip("\n")))) if above else ""
    changes = (
        Replacement(start, start, (blank + "\n".join(lines) + "\n\n\n",)),
        _argument(file, call),
        without_decorator(file, function.decorator_list[0]),
    )
    return Match(ROW, "mails are sent by a class that is given", node, changes, names[1])


def _function(file: File, node: ast.Attribute) -> ast.FunctionDef | None:
    """The function at the top of the file that is decorated with nothing else, and takes the message."""
    function = file.syntax.scopes.parent(node)
    if not isinstance(function, ast.FunctionDef) or function.decorator_list != [node]:
        return None
    arguments = function.args
    required = len(arguments.args) - len(arguments.defaults)
    at_top = file.syntax.scopes.parent(function) is file.syntax.module
    return function if at_top and required <= 1 <= len(arguments.args) and not arguments.kwonlyargs else None


def _creation(file: File, node: ast.Attribute) -> tuple[ast.Assign, ast.Call] | None:
    """``security = Security(app, datastore)`` at the top of the same file; None for anything else."""
    holder = node.value
    bound = file.syntax.scopes.module_scope.bindings.get(holder.id, ()) if isinstance(holder, ast.Name) else ()
    statement = file.syntax.scopes.statement_of(bound[0].node) if len(bound) == 1 and bound[0].node else None
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    unclear = any(each.arg in (None, "mail_util_cls") for each in call.keywords)
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    at_top = file.syntax.scopes.parent(statement) is file.syntax.module and has_own_lines(file, statement)
    return (statement, call) if at_top and not unclear and not starred else None


def _argument(file: File, call: ast.Call) -> Replacement:
    given = [*call.args, *(each.value for each in call.keywords)]
    if not given:
        end = file.span(call)[1] - 1
        return Replacement(end, end, (f"mail_util_cls={_CLASS}",))
    last = max(file.span(each)[1] for each in given)
    return Replacement(last, last, (f", mail_util_cls={_CLASS}",))


MATCHER = Matcher(frozenset({b"send_mail_task"}), _find)
