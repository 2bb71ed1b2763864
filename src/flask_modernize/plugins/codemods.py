"""Joins a project's own codemods to the installed migrations."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask_modernize.planning.configuration import CODEMODS, ConfigurationError, Document
from flask_modernize.planning.contract import Behaviour, Code, Migration, Options, Plan
from flask_modernize.planning.registry import Registry, Withheld
from flask_modernize.planning.run_cache import package_state
from flask_modernize.planning.suggestions import did_you_mean
from flask_modernize.plugins import child
from flask_modernize.plugins.declarations import Declaration, Declared, NativeFile, declared, python_files
from flask_modernize.plugins.text_codemods import TextCodemod, code_of

if TYPE_CHECKING:
    from flask_modernize.project import Project

DEFAULT_ORDER = 100
"""After all of the engine's own."""
REPOSITORY, CONFIGURATION = "repository", "configuration"
PlanFunction = Callable[["Project", Options, frozenset[str] | None], Plan]
CODE_KINDS = ("bowler", "libcst")
COMMON_KEYS = ("summary", "behaviour", "order", "guide", "documentation", "needs")
TEXT_CODES = (
    Code("G-UNREAD", "The codemod's parser cannot read the file.", "Rewrite it by hand, or exclude it."),
    Code("G-CRASH", "The codemod failed on the file, or altogether.", "Mend the codemod."),
    Code("G-TIME", "The codemod was not done in the time that it has.", "Mend it, or raise its `time-limit`."),
    Code("O-REMARK", "Something that the codemod itself says about the file.", "Read it."),
)
CODE_KEYS = (*COMMON_KEYS, "arguments", "contains", "time-limit")


def with_codemods(registry: Registry, root: str, document: Document, *, trusted: bool) -> Registry:
    """The registry with the codemods that the project at ``root`` declares.

    Unless ``trusted``, what would run code that the repository chooses is only named (``withheld``). Raises
    ConfigurationError.
    """
    if CODEMODS not in document.table:
        return registry
    own = declared(root, document)
    _check_new(own, registry)
    migrations = list(registry.migrations)
    origins = dict(registry.origins)
    withheld = [] if trusted else [Withheld(each.id, each.path) for each in own.natives]
    for declaration in own.declarations:
        kind = _kind(declaration)
        if kind and not trusted:
            withheld.append(Withheld(declaration.id, declaration.file))
            continue
        migrations.append(_text_migration(declaration, kind, root) if kind else _rules_migration(declaration))
        origins[declaration.id] = f"{CONFIGURATION}: {declaration.file}"
    if trusted and own.natives:
        for migration, native in _native_migrations(own, root):
            migrations.append(migration)
            origins[migration.id] = f"{REPOSITORY}: {native.path}"
    ladder = tuple(sorted(migrations, key=lambda migration: (migration.order, migration.id)))
    return replace(registry, migrations=ladder, origins=origins, withheld=tuple(sorted(withheld)))


def _check_new(own: Declared, registry: Registry) -> None:
    seen = dict.fromkeys(registry.ids, "an installed migration")
    places = [(each.id, each.file) for each in own.declarations] + [(each.id, each.path) for each in own.natives]
    for id, where in places:
        if id in seen:
            raise ConfigurationError(f"{where}: {id!r} is the name of {seen[id]}.")
        seen[id] = where


# -- code -------------------------------------------------------------------------------------------------------------


def _native_migrations(own: Declared, root: str) -> list[tuple[Migration, NativeFile]]:
    from flask_modernize.plugins.native_codemods import native_migrations

    code = child.Code(python_files(root, own.folder), (own.folder,))
    mark = _digest(code.files)
    made = native_migrations(own.natives, code)
    return [(replace(each, fingerprint=mark), native) for each, native in zip(made, own.natives, strict=True)]


def _kind(declaration: Declaration) -> str:
    """``bowler`` or ``libcst``; "" for rules."""
    kinds = [kind for kind in CODE_KINDS if kind in declaration.table]
    if len(kinds) > 1:
        raise ConfigurationError(f"{declaration.key(kinds[1])}: a codemod is either {kinds[0]} or {kinds[1]}.")
    return kinds[0] if kinds else ""


def _text_migration(declaration: Declaration, kind: str, root: str) -> Migration:
    declaration.check_keys((*CODE_KEYS, kind))
    reference, files = _reference(declaration, kind, root)
    # The arguments of a class are a table, those of a script the words of its command line.
    arguments = declaration.get("arguments", dict, {}) if kind == "libcst" else declaration.texts("arguments")
    seconds = declaration.get("time-limit", int, 300)
    if seconds < 1:
        raise ConfigurationError(f"{declaration.key('time-limit')} must be at least 1 (second).")
    summary = _summary(declaration)
    plan = TextCodemod(
        id=declaration.id,
        kind=kind,
        reference=reference,
        title=summary,
        code=code_of(reference, files),
        declared_in=declaration.file,
        arguments=arguments,
        contains=tuple(each.encode() for each in declaration.texts("contains")),
        seconds=seconds,
    )
    mark = repr((reference, arguments, plan.contains, summary, _digest(files), _state_of(reference)))
    return replace(_described(declaration, plan, mark), codes=TEXT_CODES)


def _reference(declaration: Declaration, kind: str, root: str) -> tuple[str, Mapping[str, bytes]]:
    """What to run, with paths from the project's root, and the files that go with it."""
    given = declaration.get(kind, str, "")
    where, colon, name = given.partition(":")
    if kind == "libcst" and not name:
        raise ConfigurationError(f"{declaration.key(kind)} must be like codemods/rename.py:RenameCommand.")
    if kind == "bowler" and (colon or not where):
        raise ConfigurationError(f"{declaration.key(kind)} must be like codemods/rename.py.")
    if not where.endswith(".py"):
        if not all(part.isidentifier() for part in where.split(".")):
            raise ConfigurationError(f"{declaration.key(kind)}: {where!r} is neither a .py file nor a module.")
        return given, {}
    path = os.path.normpath(os.path.join(declaration.base, where)).replace(os.sep, "/")
    if path.startswith(("/", "../")):
        raise ConfigurationError(f"{declaration.key(kind)}: {where!r} is outside of the project.")
    if not os.path.isfile(os.path.join(root, path)):
        raise ConfigurationError(f"{declaration.key(kind)}: there is no file {path!r}.")
    return f"{path}{colon}{name}", python_files(root, os.path.dirname(path))


def _state_of(reference: str) -> object:
    where = reference.partition(":")[0]
    return () if where.endswith(".py") else tuple(package_state(where.partition(".")[0]))


def _digest(files: Mapping[str, bytes]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for path, data in sorted(files.items()):
        total.update(f"{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return total.hexdigest()


# -- data -------------------------------------------------------------------------------------------------------------


def _rules_migration(declaration: Declaration) -> Migration:
    from flask_modernize.plugins.rule_tables import RulePlan, rules_of
    from flask_modernize.rules.findings import RULE_CODES

    rules = rules_of(declaration, COMMON_KEYS)
    migration = _described(declaration, RulePlan(rules, declaration.get("guide", str, "")), repr(rules))
    return replace(migration, codes=RULE_CODES, whole_program=True)


def _summary(declaration: Declaration) -> str:
    summary = declaration.get("summary", str, "").strip()
    if not summary or "\n" in summary:
        raise ConfigurationError(f"{declaration.key('summary')} must say in one line what the codemod does.")
    return summary


def _described(declaration: Declaration, plan: PlanFunction, fingerprint: str) -> Migration:
    summary = _summary(declaration)
    return Migration(
        id=declaration.id,
        order=declaration.get("order", int, DEFAULT_ORDER),
        summary=summary,
        behaviour=_behaviour(declaration),
        guide=declaration.get("guide", str, ""),
        documentation=declaration.get("documentation", str, "") or f"{summary}\n",
        plan=plan,
        needs=declaration.texts("needs"),
        fingerprint=fingerprint,
    )


def _behaviour(declaration: Declaration) -> Behaviour:
    known: Sequence[str] = (Behaviour.SAME.value, Behaviour.REVIEW.value)
    value = declaration.get("behaviour", str, Behaviour.SAME.value)
    if value not in known:
        suggestion = did_you_mean(value, known)
        raise ConfigurationError(
            f"{declaration.key('behaviour')}: {value!r} is none of {', '.join(known)}.{suggestion}"
        )
    return Behaviour(value)
