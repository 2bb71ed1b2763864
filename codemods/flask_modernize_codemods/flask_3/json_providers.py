"""``app.json_encoder`` and ``app.json_decoder``: the application has a JSON provider today, ``app.json``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flask_modernize.planning.contract import Finding
from flask_modernize.project.objects import ClassObject, External
from flask_modernize.rules.findings import ASSIGNED, REMOVED
from flask_modernize.rules.matches import File, Match, Matcher
from flask_modernize.rules.members import needed_names
from flask_modernize.rules.replacing import Replacement
from flask_modernize.rules.whole_lines import above, below, has_own_lines, suite_of, unit, without
from flask_modernize_codemods.flask_3.json_encoders import DECODERS, Encoders, Setting, encoders, own_name

PROVIDER = "flask.json.provider.DefaultJSONProvider"
_ROWS = {"json_encoder": "flask-app-json-encoder", "json_decoder": "flask-app-json-decoder"}
_TITLE = "there is a provider for JSON today"


def _find(file: File) -> Iterator[Match | Finding]:
    known = encoders(file.project)
    for node in file.syntax.scopes.nodes():
        if isinstance(node, ast.ClassDef):
            yield from _class(file, node, known)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            setting = _setting(file, node.targets[0], known)
            if setting is not None and setting.attribute == "json_encoder":
                yield _encoder(file, node, setting, known)
            elif setting is not None:
                yield _decoder(file, node, setting, known)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            yield from _elsewhere(file, node, known)
        elif isinstance(node, ast.ImportFrom):
            yield from _renamed_import(file, node, known)


def _setting(file: File, target: ast.expr, known: Encoders) -> Setting | None:
    place = (file.syntax.path, target.lineno, target.col_offset)
    return next((each for each in known.settings if (each.path, each.line, each.column) == place), None)


def _class(file: File, node: ast.ClassDef, known: Encoders) -> Iterator[Match | Finding]:
    """The encoder becomes a provider: another base, another name, and its default by ``super()``."""
    new_name = known.providers.get(_class_object(file, node))
    if new_name is None:
        return
    given = needed_names(file, node, (PROVIDER,))
    if isinstance(given, Finding):
        yield given
        return
    names, needs = given
    changes = [Replacement(*file.span(base), (names["DefaultJSONProvider"],)) for base in node.bases]
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and _is_old_default(file, each):
            changes.append(Replacement(*file.span(each), ("super().default(", file.span(each.args[1]), ")")))
        elif isinstance(each, ast.Name) and each.id == node.name and new_name != node.name:
            changes.append(Replacement(*file.span(each), (new_name,)))
    if new_name != node.name:
        start = file.syntax.source.data.index(node.name.encode(), file.span(node)[0] + len("class"))
        changes.append(Replacement(start, start + len(node.name.encode()), (new_name,)))
    yield Match("flask-json-encoder-class", _TITLE, node, tuple(changes), needs)


def _class_object(file: File, node: ast.ClassDef) -> ClassObject:
    return ClassObject(file.syntax.path, file.syntax.scopes.inner_scope(node).qualname)


def _is_old_default(file: File, call: ast.Call) -> bool:
    """``JSONEncoder.default(self, obj)``."""
    if not (isinstance(call.func, ast.Attribute) and call.func.attr == "default" and len(call.args) == 2):
        return False
    return any(name.endswith("JSONEncoder.default") for name in file.names(call.func))


def _encoder(file: File, statement: ast.Assign, setting: Setting, known: Encoders) -> Match | Finding:
    name = known.providers.get(setting.cls) if isinstance(setting.cls, ClassObject) else None
    target = statement.targets[0]
    if setting.cls in known.kept and isinstance(target, ast.Attribute):
        asked = (file.span(target.value), ".json.default = ", file.span(statement.value), "().default")
        return Match(_ROWS["json_encoder"], _TITLE, statement, (Replacement(*file.span(statement), asked),))
    if name is None:
        message = f"`{file.text(statement)}` does nothing since Flask 2.3, and nothing says so"
        advice = "Make a subclass of flask.json.provider.DefaultJSONProvider, and set `app.json` to an object of it."
        return file.finding(statement, ASSIGNED, message, advice)
    row = _ROWS["json_encoder"]
    assert isinstance(setting.cls, ClassObject)
    value = _renamed(file, statement.value, own_name(setting.cls), name)
    if _beside(file, statement, "json_decoder", known) is not None:
        return Match(row, _TITLE, statement, (without(file, statement),))
    if isinstance(target, ast.Attribute):
        new = (file.span(target.value), ".json = ", *value, "(", file.span(target.value), ")")
        return Match(row, _TITLE, statement, (Replacement(*file.span(statement), new),))
    return Match(row, _TITLE, statement, (Replacement(*file.span(statement), ("json_provider_class = ", *value)),))


def _renamed(file: File, value: ast.expr, old: str, new: str) -> tuple[str | tuple[int, int], ...]:
    """The expression that is the class, under its new name."""
    start, end = file.span(value)
    if not file.text(value).endswith(old):
        return ((start, end),)
    return ((start, end - len(old.encode())), new) if end - len(old.encode()) > start else (new,)


def _renamed_import(file: File, statement: ast.ImportFrom, known: Encoders) -> Iterator[Match]:
    for alias in statement.names:
        for cls, new in known.providers.items():
            if new == alias.name or alias.name != cls.qualname:
                continue
            if file.project.imported(file.syntax.path, statement.module, alias.name, statement.level) == cls:
                start = file.span(alias)[0]
                replacement = Replacement(start, start + len(alias.name.encode()), (new,))
                yield Match(_ROWS["json_encoder"], _TITLE, statement, (replacement,))


def _decoder(file: File, statement: ast.Assign, setting: Setting, known: Encoders) -> Match | Finding:
    """A provider that loads with the decoder, in front of the function or statement that sets it."""
    target = statement.targets[0]
    given = needed_names(file, statement, (PROVIDER,))
    if isinstance(given, Finding) or not isinstance(target, ast.Attribute) or not _can_decode(file, statement, setting):
        message = f"`{file.text(statement)}` does nothing since Flask 2.3, and nothing says so"
        advice = "Override `loads` in a subclass of flask.json.provider.DefaultJSONProvider, and set `app.json`."
        return file.finding(statement, ASSIGNED, message, advice)
    names, needs = given
    encoder = _beside(file, statement, "json_encoder", known)
    provider = known.providers.get(encoder.cls) if encoder and isinstance(encoder.cls, ClassObject) else None
    step = unit(file)
    text = (
        f"class JSONProvider({provider or names['DefaultJSONProvider']}):\n{step}def loads(self, s, **kwargs):\n"
        f"{step}{step}return super().loads(s, cls={file.text(statement.value)}, **kwargs)"
    )
    new = (file.span(target.value), ".json = JSONProvider(", file.span(target.value), ")")
    changes = (_beside_classes(file, statement, setting, encoder, text), Replacement(*file.span(statement), new))
    return Match(_ROWS["json_decoder"], _TITLE, statement, changes, () if provider else needs)


def _beside_classes(
    file: File, statement: ast.Assign, setting: Setting, encoder: Setting | None, text: str
) -> Replacement:
    """A new class behind those that it is made of, or in front of the function or statement that uses it."""
    made_of = {each.cls.qualname for each in (setting, encoder) if each and isinstance(each.cls, ClassObject)}
    if any("<locals>" in name for name in made_of):
        return above(file, statement, f"\n{text}\n")
    before = [each for each in file.syntax.module.body if isinstance(each, ast.ClassDef) and each.name in made_of]
    if before:
        return below(file, before[-1], f"\n\n{text}")
    top: ast.stmt = statement
    for each in file.syntax.scopes.ancestors(statement):
        if isinstance(each, ast.stmt):
            top = each
    return above(file, top, f"{text}\n\n")


def _can_decode(file: File, statement: ast.Assign, setting: Setting) -> bool:
    return (
        isinstance(setting.cls, ClassObject)
        and isinstance(statement.value, ast.Name)
        and _is_decoder(file, setting.cls)
        and has_own_lines(file, statement)
        and "JSONProvider" not in file.syntax.scopes.module_scope.bindings
    )


def _is_decoder(file: File, cls: ClassObject) -> bool:
    bases = file.project.ancestors(cls)
    return any(isinstance(each, External) and each.name in DECODERS for each in bases)


def _beside(file: File, statement: ast.Assign, attribute: str, known: Encoders) -> Setting | None:
    """What another statement of the same block gives the same application."""
    target = statement.targets[0]
    for other in suite_of(file, statement):
        if isinstance(other, ast.Assign) and isinstance(other.targets[0], ast.Attribute):
            setting = _setting(file, other.targets[0], known)
            same = isinstance(target, ast.Attribute) and file.text(other.targets[0].value) == file.text(target.value)
            fits = setting is not None and setting.attribute == attribute and same
            if fits and setting and (attribute == "json_encoder" or _can_decode(file, other, setting)):
                return setting
    return None


def _elsewhere(file: File, node: ast.Attribute | ast.Name, known: Encoders) -> Iterator[Finding]:
    """Encoders of Flask that do not become providers."""
    if (node.attr if isinstance(node, ast.Attribute) else node.id) != "JSONEncoder":
        if isinstance(node, ast.Attribute) and node.attr in _ROWS and "flask.Flask" in file.classes(node.value):
            message = f"`{file.text(node)}` is gone: the application has a provider, `app.json`"
            yield file.finding(node, REMOVED, message, "Call `app.json.dumps()` and `app.json.loads()`.")
        return
    if not file.means(node, "flask.json.JSONEncoder"):
        return
    for each in file.syntax.scopes.ancestors(node):
        if isinstance(each, ast.ClassDef) and _class_object(file, each) in known.providers:
            return
    message = f"`{file.text(node)}` is gone, and what it knew of dates, UUIDs and dataclasses with it"
    yield file.finding(node, REMOVED, message, "Make it a DefaultJSONProvider, or a json.JSONEncoder that knows them.")


MATCHER = Matcher(frozenset({b"json_encoder", b"json_decoder", b"JSONEncoder", b"Encoder"}), _find)
