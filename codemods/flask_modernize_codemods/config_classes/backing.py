"""Decides for each setting whether it is read from the environment, and keeps account of variables and secrets."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from flask_modernize_codemods.config_classes.config_module import EnvironmentVariable, Profiles, Style, one_line
from flask_modernize_codemods.config_classes.environment_names import (
    describes_code,
    has_credentials,
    is_secret_name,
    meaning,
    variable_name,
)
from flask_modernize_codemods.config_classes.literals import (
    constant_of,
    environment_reads,
    is_place_of_code,
    is_text,
    literal_type,
    reads_environment,
    texts_in,
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds for the whole run: the option ``environment``, columns of a line (0: not set), variables that the
    project reads already, and whether it uses Flask-WTF."""

    environment: str
    line_length: int
    known_variables: frozenset[str]
    has_forms: bool

    def style_of(self, data: bytes) -> Style:
        """How a file writes: the quotes that it has more of; double ones at a draw."""
        single, double = data.count(b"'") - data.count(b"'''") * 3, data.count(b'"') - data.count(b'"""') * 3
        return Style("'" if single > double else '"', self.line_length or 88)


@dataclass(slots=True)
class Backing:
    """Collects the variables of one config module; ``required`` are those that production insists on."""

    choices: Choices
    application: str
    variables: list[EnvironmentVariable] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    values: dict[str, ast.expr] = field(default_factory=dict)

    def take(self, key: str, value: ast.expr, text: str, around: Iterable[ast.AST] = ()) -> tuple[str | None, str]:
        """The type of a setting that is to be read from the environment, None for one that is not; its variable.

        ``text`` is that of the value; ``around`` are statements that help to compute it.
        """
        # A text that needs several lines, for its comments or line ends, is not one for a variable.
        kind = self._kind(key, value) if "\n" not in one_line(text) else None
        name = variable_name(key, self.application, self.choices.known_variables)
        parts = [value, *around]
        self.values[key] = value
        self._note_variables(key, value, parts, kind, name)
        if any(_is_secret_value(key, part) for part in parts):
            self._require(parts, kind, name)
        return kind, name

    def note(self, statement: ast.stmt) -> None:
        """Takes account of the variables that a statement beside the settings reads."""
        for read in environment_reads(statement):
            self.variables.append(
                EnvironmentVariable(read.name, meaning(read.name, "Decides about settings"), "str", None, "")
            )

    def profiles(self, style: Style, base: str = "BaseConfig") -> Profiles:
        """What the profiles add to the settings taken so far."""
        testing = [("TESTING", "True")]
        if "SQLALCHEMY_DATABASE_URI" in self.values:
            testing.append(("SQLALCHEMY_DATABASE_URI", style.string("sqlite:///:memory:")))
        if self.choices.has_forms:
            testing.append(("WTF_CSRF_ENABLED", "False"))
        debug = self.values.get("DEBUG")
        has_debug = isinstance(debug, ast.Constant) and bool(debug.value)
        production = (("DEBUG", "False"),) if has_debug else ()
        return Profiles(tuple(testing), production, tuple(dict.fromkeys(self.required)), base)

    def _kind(self, key: str, value: ast.expr) -> str | None:
        if self.choices.environment == "none" or reads_environment(value):
            return None
        if self.choices.environment == "deployment" and describes_code(key) and not is_secret_name(key):
            return None
        if any("\n" in text for text in texts_in(value)) or is_place_of_code(value):
            return None
        return literal_type(value) or ("str" if is_text(value) else None)

    def _note_variables(self, key: str, value: ast.expr, parts: list[ast.AST], kind: str | None, name: str) -> None:
        secret = is_secret_name(key) or any(has_credentials(each) for each in texts_in(value))
        if kind is not None:
            required = "production" if secret and any(_is_secret_value(key, part) for part in parts) else ""
            shown = _shown_default(value, kind) if not secret else None
            self.variables.append(EnvironmentVariable(name, meaning(key), kind, shown, required))
        for part in parts:
            for read in environment_reads(part):
                hidden = secret or is_secret_name(read.name) or has_credentials(str(read.default))
                shown = str(read.default) if read.default is not None and not hidden else None
                required = "always" if read.required else "production" if hidden and read.default else ""
                phrase = meaning(key) if _is_just_read(value) else meaning(read.name, f"Needed for the setting {key}")
                self.variables.append(EnvironmentVariable(read.name, phrase, _read_kind(value), shown, required))

    def _require(self, parts: list[ast.AST], kind: str | None, name: str) -> None:
        if kind is not None:
            self.required.append(name)
        else:
            self.required += [read.name for part in parts for read in environment_reads(part) if read.default]


def _is_secret_value(key: str, value: ast.AST) -> bool:
    """Whether a secret stands in the source of the value."""
    if any(has_credentials(each) for each in texts_in(value)):
        return True
    if not is_secret_name(key):
        return False
    if isinstance(value, ast.Constant):
        return isinstance(value.value, str | bytes) and bool(value.value)
    return any(isinstance(read.default, str) and bool(read.default) for read in environment_reads(value))


def _is_just_read(value: ast.expr) -> bool:
    """Whether a value is what a variable says, converted perhaps, and not made of it."""
    if isinstance(value, ast.BoolOp):
        return _is_just_read(value.values[0])
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and len(value.args) == 1:
        return _is_just_read(value.args[0])
    if isinstance(value, ast.Compare):
        return _is_just_read(value.left)
    return isinstance(value, ast.Call | ast.Subscript) and any(True for _ in environment_reads(value))


def _read_kind(value: ast.expr) -> str:
    """What a variable must look like that an expression reads: ``int(os.environ.get("X"))`` wants a number."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("int", "float"):
        return value.func.id
    return "str"


def _shown_default(value: ast.expr, kind: str) -> str | None:
    constant = constant_of(value)
    if constant is None:
        return None
    shown = str(constant)
    if kind == "bool":
        return shown.lower()
    return shown if "\n" not in shown and "\r" not in shown else None
