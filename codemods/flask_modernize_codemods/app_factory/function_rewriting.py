"""Functions that use the application: they take it from the context, or are given it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flask_modernize_codemods.app_factory.calls_from_scripts import Consumers, in_context
from flask_modernize_codemods.app_factory.celery_rewriting import without_own_context
from flask_modernize_codemods.app_factory.contexts import (
    add_parameter,
    current_app_in,
    pass_argument,
    streams,
    use_current_app,
)
from flask_modernize_codemods.app_factory.drafts import Draft, asks_module
from flask_modernize_codemods.app_factory.giving import Case, Giving, Site
from flask_modernize_codemods.app_factory.modules import Module
from flask_modernize_codemods.app_factory.own_applications import makes_own_application
from flask_modernize_codemods.app_factory.refusal import Refused, finding

if TYPE_CHECKING:
    pass


def rewrite_functions(draft: Draft, modules: Sequence[Module]) -> None:
    """Rewrites every function that uses the application; Refused when one can neither find nor be given it."""
    by_path = {module.path: module for module in modules}
    consumers = Consumers(draft.project, draft.terrain, lambda path: asks_module(draft, path))
    giving = Giving(draft.project, draft.terrain, by_path, consumers)
    for case in giving.given.values():
        _give_application(draft, giving, case, by_path)
    for case in giving.cases:
        if case.key in giving.given and not case.function.method:
            continue
        if makes_own_application(case, draft.terrain, draft.rewriting):
            continue
        if case.why:
            function = case.function
            message = f"{function.name} uses the application, but {case.why}"
            raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))
        if streams(draft.project, case.function):
            message = f"{case.function.name} uses the application while a response is streamed"
            raise Refused(finding(case.function.syntax, case.function.node, "F-STREAM", message))
        for site in giving.bare_sites(case):
            _give_context(draft, by_path, case, site)
        for site in giving.sites_in_tests(case):
            _give_context_in_test(draft, consumers, case, site)
        use_current_app(without_own_context(case.function, draft.rewriting), draft.rewriting)


def _give_context_in_test(draft: Draft, consumers: Consumers, case: Case, site: Site) -> None:
    """A test calls the function in a context of the application that it has."""
    application = consumers.application_at(site.reference)
    edits = in_context(site.reference, application) if application is not None else None
    if edits is None:
        function, place = case.function, f"{site.reference.path}:{site.reference.node.lineno}"
        message = f"{function.name} uses the application, and is called where there is no context, at {place}"
        raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))
    draft.rewriting.edits += edits


def _give_application(draft: Draft, giving: Giving, case: Case, modules: Mapping[str, Module]) -> None:
    add_parameter(case.function, modules[case.function.syntax.path].local, draft.rewriting)
    for site in case.sites or ():
        text = giving.argument(site)
        path, line = site.reference.path, site.reference.node.lineno
        edit = pass_argument(site.reference, site.call, text)
        if text.startswith("current_app"):
            name = current_app_in(site.reference.syntax, draft.rewriting)
            edit = pass_argument(site.reference, site.call, text.replace("current_app", name))
        module = modules.get(path)
        if module is not None and module.is_moved(line):
            module.edits_in.setdefault(module.number_at(line), []).append(edit)
            continue
        draft.rewriting.edits.append(edit)
        if module is not None and site.caller is None:
            module.handed.add(module.number_at(line))


def _give_context(draft: Draft, modules: Mapping[str, Module], case: Case, site: Site) -> None:
    """A call at start-up is made in a context of the application; one that cannot be is a reason to refuse."""
    path, line = site.reference.path, site.reference.node.lineno
    module = modules.get(path)
    if module is not None and module.is_moved(line):
        module.contexts.add(module.number_at(line))
        return
    function = case.function
    message = f"{function.name} uses the application, and is called where there is no context, at {path}:{line}"
    raise Refused(finding(function.syntax, function.node, "F-NO-CONTEXT", message))
