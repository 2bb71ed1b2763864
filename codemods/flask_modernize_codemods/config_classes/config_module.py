"""The text of a config module: its settings, its profiles, and the function that chooses one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_modernize.rewriting.source_text import indented, stands_alone

INDENT = "    "
_READERS = {"str": "os.environ.get({name}, {default})", "bool": "env_flag({name}, {default})"}
_NUMBER = "{kind}(os.environ.get({name}, {default}))"


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting of the base class: ``text`` is its right side. ``gap``: a blank line stands before it.

    ``prelude`` are statements of the class body that it needs before it.
    """

    key: str
    text: str
    above: tuple[str, ...] = ()
    behind: str = ""
    gap: bool = False
    prelude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnvironmentVariable:
    """A variable that the settings are read from. ``meaning`` is a phrase without a full stop.

    ``kind`` is the type of the setting; ``default`` the text of its default, None where there is none or where it must
    not be shown. ``required``: the production profile does not start without it.
    """

    name: str
    meaning: str
    kind: str
    default: str | None
    required: str


@dataclass(frozen=True, slots=True)
class Style:
    """How the project writes: its quotes, and the columns of a line."""

    quote: str
    limit: int

    def string(self, text: str) -> str:
        """A string literal."""
        return f"{self.quote}{text}{self.quote}"


@dataclass(frozen=True, slots=True)
class Profiles:
    """What the profiles add to the base class: pairs of key and text, besides ``required``."""

    testing: tuple[tuple[str, str], ...] = ()
    production: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()
    base: str = "BaseConfig"
    default: str = "development"


def backed_by_environment(text: str, kind: str, name: str, style: Style) -> str:
    """The expression that reads a setting of that type from the environment, with the value so far as default."""
    template = _READERS.get(kind, _NUMBER)
    return template.format(kind=kind, name=style.string(name), default=text)


def one_line(text: str) -> str:
    """An expression on one line, where that is the same; otherwise as it is."""
    if "\n" not in text:
        return text
    lines = [line.strip().removesuffix("\\").rstrip() for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        tight = joined.endswith(("(", "[", "{")) or line.startswith((")", "]", "}"))
        joined += line if tight or not line else " " + line
    joined = re.sub(r",([)\]}])$", r"\1", joined)
    return joined if "#" not in text and _same(text, joined) else text


def _same(one: str, other: str) -> bool:
    try:
        return ast.dump(ast.parse(f"({one}\n)")) == ast.dump(ast.parse(f"({other}\n)"))
    except SyntaxError:
        return False


def setting_text(key: str, text: str, kind: str | None, variable: str, style: Style, *, column: int) -> str:
    """The right side of a setting that stood at ``column``, laid out for a class body; ``kind`` None: as it is."""
    room = style.limit - len(INDENT) - len(key) - len(" = ")
    flat = one_line(text)
    if kind is None:
        one_item_per_line = text.split("\n", 1)[0].rstrip().endswith(("(", "[", "{"))
        if "\n" not in text or ("\n" not in flat and len(flat) <= room and not one_item_per_line):
            return flat
        shift = len(INDENT) + len(key) + len(" = ") - column
        laid_out = indented(text, INDENT, shift)
        return laid_out if stands_alone(laid_out) else f"({laid_out})"
    whole = backed_by_environment(flat, kind, variable, style)
    if "\n" not in whole and len(whole) <= room:
        return whole
    return _wrapped(flat, kind, variable, style)


def _wrapped(text: str, kind: str, variable: str, style: Style) -> str:
    """The reading call over several lines."""
    template = _READERS.get(kind, _NUMBER).format(kind=kind, name="{name}", default="{default}")
    head, _, tail = template.partition("{name}")
    tail = tail.removeprefix(", {default}")
    deep = INDENT * 2
    arguments = f"{deep}{style.string(variable)}, {text}"
    if len(arguments) > style.limit:
        arguments = f"{deep}{style.string(variable)},\n{deep}{text},"
    return f"{head}\n{arguments}\n{INDENT}{tail}"


# --- the module ---


def module_text(
    entries: Sequence[Entry],
    imports: Iterable[tuple[str, str | None, str | None]],
    helpers: Sequence[str],
    profiles: Profiles,
    style: Style,
    docstring: str | None = None,
    used: Sequence[str] = (),
) -> str:
    """A whole new config module.

    ``helpers`` are lines of module-level statements that the settings need; ``docstring`` is that of the class that
    they come from; ``used`` are keys that code imports by name.
    """
    body = "".join(entry_text(entry) for entry in entries)
    uses_flag = "env_flag(" in body
    parts = ['"""Settings of the application: one class for each profile."""', ""]
    parts += _import_lines({*imports, ("os", None, None)})
    if helpers:
        parts += ["", *helpers]
    parts += ["", ""]
    if uses_flag:
        parts += [flag_function(style), "", ""]
    parts += ["class BaseConfig:", f'{INDENT}"""{docstring or _base_docstring(body)}"""', ""]
    if profiles.required:
        note = "# Variables without which a profile does not start."
        parts += [f"{INDENT}{note}", f"{INDENT}required = ()", ""]
    text = "\n".join(parts) + "\n" + body.removeprefix("\n")
    return text + "\n\n" + names_text(used) + profiles_text(profiles, style)


def names_text(names: Sequence[str]) -> str:
    """Module-level names for settings, followed by two blank lines; nothing for none."""
    lines = "".join(f"{name} = BaseConfig.{name}\n" for name in names)
    return f"# What other modules import by name.\n{lines}\n\n" if names else ""


def _base_docstring(body: str) -> str:
    if re.search(r"environ|getenv|env_flag", body):
        return BACKED_DOCSTRING
    return "What all profiles have in common."


BACKED_DOCSTRING = "What all profiles share; .env.example lists the variables it reads."


def entry_text(entry: Entry) -> str:
    """The lines of one setting in a class body."""
    lines = [each and INDENT + indented(each, INDENT, 0) for each in entry.prelude]
    lines += [INDENT + comment for comment in entry.above]
    behind = f"  {entry.behind}" if entry.behind else ""
    lines.append(f"{INDENT}{entry.key} = {entry.text}{behind}")
    return ("\n" if entry.gap else "") + "\n".join(lines) + "\n"


def _import_lines(imports: Iterable[tuple[str, str | None, str | None]]) -> list[str]:
    plain: list[str] = []
    names: dict[str, list[str]] = {}
    for module, name, alias in sorted(imports, key=lambda each: (each[0], each[1] or "", each[2] or "")):
        suffix = f" as {alias}" if alias else ""
        if name is None:
            plain.append(f"import {module}{suffix}")
        else:
            names.setdefault(module, []).append(f"{name}{suffix}")
    return plain + [f"from {module} import {', '.join(found)}" for module, found in names.items()]


def flag_function(style: Style) -> str:
    """The function that reads a boolean."""
    words = ", ".join(style.string(word) for word in ("1", "true", "yes", "on"))
    return (
        "def env_flag(name, default):\n"
        f'{INDENT}"""Read a boolean from the environment: 1, true, yes and on are true."""\n'
        f"{INDENT}value = os.environ.get(name)\n"
        f"{INDENT}if value is None:\n"
        f"{INDENT * 2}return default\n"
        f"{INDENT}return value.strip().lower() in ({words})"
    )


def profiles_text(profiles: Profiles, style: Style) -> str:
    """The classes of the profiles, the table of them, and ``get_config``."""
    base = profiles.base
    required = [style.string(name) for name in profiles.required]
    joined = f"{required[0]}," if len(required) == 1 else ", ".join(required)
    production = [f"required = ({joined})"] if required else []
    production += [f"{key} = {text}" for key, text in profiles.production]
    parts = [
        _class("DevelopmentConfig", base, "The default profile.", []),
        _class("TestingConfig", base, "For automated tests.", [f"{key} = {text}" for key, text in profiles.testing]),
        _class("ProductionConfig", base, _production_docstring(profiles), production),
        _table(style) + "\n\n" + _get_config(profiles, style),
    ]
    return "\n\n".join(parts)


def _production_docstring(profiles: Profiles) -> str:
    if profiles.required:
        return "For deployments: does not start without its secrets."
    return "For deployments."


def _class(name: str, base: str, docstring: str, lines: list[str]) -> str:
    body = "".join(f"{INDENT}{line}\n" for line in lines)
    return f'class {name}({base}):\n{INDENT}"""{docstring}"""\n' + ("\n" + body if body else "")


def _table(style: Style) -> str:
    rows = "".join(f"{INDENT}{style.string(name.lower())}: {name}Config,\n" for name in PROFILE_NAMES)
    return f"profiles = {{\n{rows}}}\n"


PROFILE_NAMES = ("Development", "Testing", "Production")


def _get_config(profiles: Profiles, style: Style) -> str:
    """Nothing in it is wider than 79 columns."""
    quote = style.quote
    lines = [
        "def get_config(name=None):",
        f'{INDENT}"""Return the settings of the profile ``name``.',
        "",
        f"{INDENT}Without a name: of the one that FLASK_CONFIG names, else {profiles.default}.",
        *(INDENT + line for line in _raises(profiles)),
        f'{INDENT}"""',
        f"{INDENT}name = name or os.environ.get({style.string('FLASK_CONFIG')}) or {style.string(profiles.default)}",
        f"{INDENT}if name not in profiles:",
        f"{INDENT * 2}known = {style.string(', ')}.join(profiles)",
        f"{INDENT * 2}raise ValueError(f{quote}unknown profile {{name!r}}, known are: {{known}}{quote})",
    ]
    if not profiles.required:
        lines.append(f"{INDENT}return profiles[name]")
        return "\n".join(lines) + "\n"
    lines.append(f"{INDENT}config = profiles[name]")
    variables = "config.required"
    if profiles.base != "BaseConfig":
        variables = "required"
        lines.append(f"{INDENT}required = getattr(config, {style.string('required')}, ())")
    lines += [
        f"{INDENT}missing = [each for each in {variables} if not os.environ.get(each)]",
        f"{INDENT}if missing:",
        f"{INDENT * 2}names = {style.string(', ')}.join(missing)",
        f"{INDENT * 2}raise RuntimeError(f{quote}the {{name}} profile needs the variables {{names}}{quote})",
        f"{INDENT}return config",
    ]
    return "\n".join(lines) + "\n"


def _raises(profiles: Profiles) -> list[str]:
    if not profiles.required:
        return ["Raises ValueError for an unknown profile."]
    return ["Raises ValueError for an unknown profile, RuntimeError for missing secrets."]
