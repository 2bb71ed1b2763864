"""Plans ``config-classes`` for a project: app by app."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.contract import Edit, FileChange, Finding, Group, Options, Plan
from flask_modernize.project.applications import applications, is_test_path
from flask_modernize.project.objects import ClassObject, ModuleObject
from flask_modernize_codemods.config_classes.app_edits import AppEdits, write_app
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Kept, settings_of
from flask_modernize_codemods.config_classes.backing import Choices
from flask_modernize_codemods.config_classes.codes import ADVICE, GUIDE
from flask_modernize_codemods.config_classes.dotenv_files import example_file, ignore_file
from flask_modernize_codemods.config_classes.loaded_edits import write_profiles
from flask_modernize_codemods.config_classes.loaded_settings import LoadedSettings, loaded_settings
from flask_modernize_codemods.config_classes.loading_apps import NotPossible
from flask_modernize_codemods.config_classes.place import Place, place_for, start_directory
from flask_modernize_codemods.config_classes.secrets_in_source import secrets_of
from flask_modernize_codemods.config_classes.variables_read import variables_read

if TYPE_CHECKING:
    from flask_modernize.project import Project


def plan_project(project: Project, options: Options) -> Plan:
    """Every edit and finding."""
    return _Planner(project, options).run()


class _Planner:
    def __init__(self, project: Project, options: Options) -> None:
        self.project = project
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
        found = [settings_of(self.project, each) for each in applications(self.project) if not is_test_path(each.path)]
        directories = Counter(each.syntax.path.rpartition("/")[0] for each in found if each.moved and not each.beside)
        for each in found:
            self._plan_app(each, shared=directories[each.syntax.path.rpartition("/")[0]] > 1)
        self._plan_loaded(found)
        self.findings += secrets_of(self.project)
        groups = self._groups()
        steps = (
            "Set FLASK_CONFIG=production, and the variables that it requires, where the application is deployed.",
            "`flask run` reads .env if python-dotenv is installed; what else starts the application must export it.",
        )
        return Plan(tuple(groups), tuple(sorted(set(self.findings))), steps if groups else ())

    def _plan_app(self, settings: AppSettings, *, shared: bool) -> None:
        self.findings += [_finding(each) for each in settings.kept]
        if not settings.moved or settings.beside:
            return
        path = settings.syntax.path
        place = place_for(self.project, path, shared=shared)
        taken = "get_config" in settings.syntax.scopes.module_scope.bindings
        if place is None or taken:
            message = "a name that the config module needs is taken"
            self._keep(
                settings, "C-NAME", message if place or taken else "it cannot be told how to import a config module"
            )
            return
        self.written.append((write_app(self.project, settings, place, self.choices), place, path))

    def _keep(self, settings: AppSettings, code: str, message: str) -> None:
        """Everything that could have moved stays."""
        for moved in settings.moved:
            item = moved.setting.item
            line, column = item.lineno, item.col_offset + 1  # type: ignore[attr-defined]
            self.findings.append(_finding(Kept(settings.syntax.path, line, column, moved.setting.key, code, message)))

    def _plan_loaded(self, found: list[AppSettings]) -> None:
        """Apps that load a class or module of settings: those that load the same one belong together."""
        by_target: dict[ClassObject | ModuleObject, list[tuple[LoadedSettings, AppSettings]]] = {}
        for settings in found:
            loaded = loaded_settings(self.project, settings.application)
            if loaded is not None and loaded.load.method == "from_pyfile" and settings.moved:
                continue  # what the app sets itself has a config module of its own
            if loaded is not None and settings.own_class is None:
                by_target.setdefault(loaded.target, []).append((loaded, settings))
        for pairs in by_target.values():
            self._plan_target([loaded for loaded, _ in pairs], [settings for _, settings in pairs])

    def _plan_target(self, loads: list[LoadedSettings], apps: list[AppSettings]) -> None:
        beside = apps[0] if len(apps) == 1 else None
        if beside is None:
            for settings in apps:
                self._keep(settings, "C-SHARED", "other apps load the same settings")
        try:
            edits = self._profiles(loads, beside)
        except NotPossible as why:
            for each in loads:
                statement = each.load.statement
                kept = Kept(each.application.path, statement.lineno, 1, "", why.code, why.message)
                self.findings.append(_finding(kept))
            if beside is not None:
                self._keep(beside, "C-SELECTOR", "the app loads its settings from elsewhere")
            return
        path = loads[0].application.path
        root = start_directory(self.project, path)
        place = Place(loads[0].target.path, "", root if root is not None else path.rpartition("/")[0])
        self.written.append((edits, place, path))

    def _profiles(self, loads: list[LoadedSettings], beside: AppSettings | None) -> AppEdits:
        """With what the app writes beside its settings, if that can join them. Raises NotPossible."""
        try:
            return write_profiles(self.project, loads, self.choices, beside)
        except NotPossible as why:
            if beside is None or not beside.moved or why.code != "C-ORDER":
                raise
            edits = write_profiles(self.project, loads, self.choices)
            self._keep(beside, why.code, why.message)
            return edits

    def _groups(self) -> list[Group]:
        """The groups of the apps; those that share a ``.env.example`` all bring the same one."""
        examples: dict[str, FileChange | Edit | None] = {}
        for _, place, path in self.written:
            if place.root not in examples:
                variables = [v for edits, other, _ in self.written if other.root == place.root for v in edits.variables]
                examples[place.root] = example_file(self.project, place.root, variables, self._newline(path))
        return [
            _with(edits.group, examples[place.root], ignore_file(self.project, self._newline(path)))
            for edits, place, path in self.written
        ]

    def _newline(self, path: str) -> str:
        syntax = self.project.syntax(path)
        return syntax.source.newline if syntax is not None else "\n"


def _with(group: Group, *more: FileChange | Edit | None) -> Group:
    """The group with changes of other files."""
    files = tuple(each for each in more if isinstance(each, FileChange))
    edits = tuple(each for each in more if isinstance(each, Edit))
    return replace(group, files=(*group.files, *files), edits=tuple(sorted((*group.edits, *edits))))


def _finding(kept: Kept) -> Finding:
    message = kept.message
    if kept.key and kept.key not in message:
        message = f"{kept.key}: {message}"
    return Finding(kept.path, kept.line, kept.column, kept.code, message, ADVICE[kept.code], GUIDE)
