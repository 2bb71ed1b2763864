"""Settings of an app's module as entries of a class body, with the imports and helpers that they need."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flask_modernize.rewriting.source_text import (
    Comments,
    assigned_text,
    comments_of,
    line_text,
    outdented,
    replaced_text,
    span,
    stands_alone,
)
from flask_modernize_codemods.config_classes.app_settings import AppSettings, Moved
from flask_modernize_codemods.config_classes.backing import Backing
from flask_modernize_codemods.config_classes.config_module import Entry, Style, setting_text
from flask_modernize_codemods.config_classes.movable import Helper, Needs


class Entries:
    """Writes the settings of one app that move, in program order."""

    def __init__(self, settings: AppSettings, backing: Backing, style: Style) -> None:
        self.settings = settings
        self.backing = backing
        self.style = style
        self.source = settings.syntax.source
        self.inlined: set[Helper] = set()
        self.root = self._root_name()

    def entries(self) -> list[Entry]:
        """All of them; what they mean for the environment is noted in the backing."""
        return [self._entry(each) for each in self.settings.moved]

    def imports(self) -> set[tuple[str, str | None, str | None]]:
        """The imports that the values need: module, name, alias."""
        return imports_of(self.settings)

    def helper_lines(self) -> list[str]:
        """The module-level statements that the values need, with the blank lines between them."""
        root = self._root_helper()
        others = self._helper_texts(each for each in used_helpers(self.settings) if not each.inline)
        return [*root, *([""] if root and others else []), *others]

    def _entry(self, moved: Moved) -> Entry:
        setting = moved.setting
        comments = self._comments(moved)
        text, column = self._value_text(moved)
        kind, variable = self.backing.take(setting.key, setting.value, text, self._around(moved))
        laid_out = setting_text(setting.key, text, kind, variable, self.style, column=column)
        gap = comments.first_line > 1 and moved is not self.settings.moved[0] and self._gap_above(comments.first_line)
        above, behind = comments.above, comments.behind
        too_long = len(f"    {setting.key} = {laid_out}  {behind}") > self.style.limit
        if behind and kind is not None and ("\n" in laid_out or too_long):
            above, behind = (*above, behind), ""
        if self.settings.own_class is not None and moved is self.settings.moved[0]:
            above = (*self._comments_of_class(self.settings.own_class), *above)
        return Entry(setting.key, laid_out, above, behind, gap, self._prelude(moved))

    def _comments_of_class(self, statement: ast.ClassDef) -> tuple[str, ...]:
        return comments_of(self.source, statement.lineno, span(self.source, statement)[0]).above

    def _prelude(self, moved: Moved) -> tuple[str, ...]:
        """The inline helpers that no setting before this one has brought along."""
        needed = {self.settings.helpers[name] for name in moved.needs.helpers}
        new = {each for each in needed if each.inline} - self.inlined
        self.inlined |= new
        return tuple(self._helper_texts(new))

    def _gap_above(self, line: int) -> bool:
        return not line_text(self.source, line - 1).strip()

    def _comments(self, moved: Moved) -> Comments:
        item = moved.setting.item
        first = item.lineno  # type: ignore[attr-defined]
        end = span(self.source, moved.setting.value if item is not moved.setting.statement else item)[1]
        found = comments_of(self.source, first, end)
        shares = item is not moved.setting.statement and first == moved.setting.statement.lineno
        if shares:  # a comment above a call is about the call
            return Comments((), found.behind if self._last_on_line(end) else "", first)
        return found

    def _last_on_line(self, end: int) -> bool:
        line = self.source.position(end)[0]
        return self.source.text(end, self.source.line_span(line)[1]).lstrip(" ,)}").startswith(("#", "\n"))

    def _value_text(self, moved: Moved) -> tuple[str, int]:
        """The text of a value, with ``app.config["K"]`` as ``K``, and the column that it starts at."""
        setting = moved.setting
        start, end = span(self.source, setting.value)
        if isinstance(setting.statement, ast.Assign):
            raw = assigned_text(self.source, setting.statement)
            end = span(self.source, setting.statement)[1]
            start = end - len(self.source.encode(raw))
        text = replaced_text(self.source, start, end, self._replacements(moved.needs))
        text = outdented(text, setting.statement.col_offset)
        if "\n" in text and not stands_alone(text):
            text = f"({text})"
        return text, setting.value.col_offset

    def _replacements(self, needs: Needs) -> list[tuple[ast.expr, str]]:
        return [*needs.settings, *((node, self.root) for node in needs.roots)]

    def _around(self, moved: Moved) -> Iterator[ast.AST]:
        """The statements that help to compute a value."""
        for name in moved.needs.helpers:
            yield from self.settings.helpers[name].statements

    def _helper_texts(self, helpers: Iterable[Helper]) -> list[str]:
        """The statements of helpers with their comments and the blank lines between them, in program order."""
        found: list[str] = []
        for helper, statement in sorted(statements_of(helpers), key=lambda each: each[1].lineno):
            start, end = span(self.source, statement)
            comments = comments_of(self.source, statement.lineno, end)
            behind = f"  {comments.behind}" if comments.behind else ""
            text = replaced_text(self.source, start, end, self._replacements(helper.needs))
            if found and self._gap_above(comments.first_line):
                found.append("")
            found.append("\n".join([*comments.above, text + behind]))
        return found

    def _root_name(self) -> str:
        """What the directory of the module is called in the config module."""
        taken = {name for moved in self.settings.moved for name in moved.needs.helpers}
        return "root_path" if "basedir" in taken else "basedir"

    def _root_helper(self) -> list[str]:
        needs = [moved.needs for moved in self.settings.moved] + [each.needs for each in used_helpers(self.settings)]
        if not any(each.roots for each in needs):
            return []
        return [f"{self.root} = os.path.abspath(os.path.dirname(__file__))"]


def imports_of(settings: AppSettings) -> set[tuple[str, str | None, str | None]]:
    """The imports that the values of settings need: module, name, alias."""
    return {each for moved in settings.moved for each in moved.needs.imports}


def used_helpers(settings: AppSettings) -> list[Helper]:
    """The helpers of all settings that move, in program order."""
    names = {name for moved in settings.moved for name in moved.needs.helpers}
    return sorted({settings.helpers[name] for name in names}, key=lambda each: each.statements[0].lineno)


def statements_of(helpers: Iterable[Helper]) -> list[tuple[Helper, ast.stmt]]:
    """Each statement with its helper."""
    return [(helper, statement) for helper in helpers for statement in helper.statements]
