"""Plans ``config-classes`` for a project: app by app."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import FileChange, Finding, Group, Options, Plan
from flask_modernize.project.applications import applications, is_test_path
from flask_modernize_codemods.config_classes.app_edits import AppEdits, Choices, write_app
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Kept, settings_of
from flask_modernize_codemods.config_classes.codes import ADVICE, GUIDE
from flask_modernize_codemods.config_classes.dotenv_files import example_file, ignore_file
from flask_modernize_codemods.config_classes.place import Place, place_for
from flask_modernize_codemods.config_classes.secrets_in_source import secrets_of
from flask_modernize_codemods.config_classes.variables_read import variables_read

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_project(project: Project, options: Options, paths: frozenset[str] | None) -> Plan:
    """Every edit and finding. An app whose files are not all among ``paths`` is left alone."""
    return _Planner(project, options, paths).run()


class _Planner:
    def __init__(self, project: Project, options: Options, paths: frozenset[str] | None) -> None:
        self.project = project
        self.paths = paths
        length = options.get("line-length", 0)
        self.choices = Choices(
            environment=str(options.get("environment", "deployment")),
            line_length=length if isinstance(length, int) else 0,
            known_variables=variables_read(project),
            has_forms=any(not is_test_path(path) for path in project.files_with(b"flask_wtf")),
        )
        self.findings: list[Finding] = []
        self.written: list[tuple[AppEdits, Place, str]] = []

    def run(self) -> Plan:
        found = [
            settings_of(self.project, each)
            for each in applications(self.project)
            if not is_test_path(each.path) and self._inside(each.path)
        ]
        directories = Counter(each.syntax.path.rpartition("/")[0] for each in found if each.moved)
        for each in found:
            self._plan_app(each, shared=directories[each.syntax.path.rpartition("/")[0]] > 1)
        self.findings += [each for each in secrets_of(self.project) if self._inside(each.path)]
        groups = self._groups()
        steps = ("Set FLASK_CONFIG=production, and the variables that it requires, where the application is deployed.",)
        return Plan(tuple(groups), tuple(sorted(set(self.findings))), steps if groups else ())

    def _inside(self, path: str) -> bool:
        return self.paths is None or path in self.paths

    def _plan_app(self, settings: AppSettings, *, shared: bool) -> None:
        self.findings += [_finding(each) for each in settings.kept]
        if not settings.moved:
            return
        path = settings.syntax.path
        place = place_for(self.project, path, shared=shared)
        taken = "get_config" in settings.syntax.scopes.module_scope.bindings
        if place is None or taken:
            message = (
                "a name that the config module needs is taken" if place or taken else "no place for a config module"
            )
            for moved in settings.moved:
                item = moved.setting.item
                line, column = item.lineno, item.col_offset + 1  # type: ignore[attr-defined]
                self.findings.append(_finding(Kept(path, line, column, moved.setting.key, "C-NAME", message)))
            return
        self.written.append((write_app(self.project, settings, place, self.choices), place, path))

    def _groups(self) -> list[Group]:
        """The groups of the apps; those that share a ``.env.example`` all bring the same one."""
        examples: dict[str, FileChange | None] = {}
        for _, place, path in self.written:
            if place.root not in examples:
                variables = [v for edits, other, _ in self.written if other.root == place.root for v in edits.variables]
                examples[place.root] = example_file(self.project, place.root, variables, self._newline(path))
        groups = []
        for edits, place, path in self.written:
            ignore = ignore_file(self.project, self._newline(path))
            more = tuple(each for each in (examples[place.root], ignore) if each is not None)
            groups.append(replace(edits.group, files=(*edits.group.files, *more)))
        return groups

    def _newline(self, path: str) -> str:
        syntax = self.project.syntax(path)
        return syntax.source.newline if syntax is not None else "\n"


def _finding(kept: Kept) -> Finding:
    message = kept.message
    if kept.key and kept.key not in message:
        message = f"{kept.key}: {message}"
    return Finding(kept.path, kept.line, kept.column, kept.code, message, ADVICE[kept.code], GUIDE)
