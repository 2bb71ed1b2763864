"""The kinds of rules for configuration keys, siblings of those in :mod:`flask_modernize.rules.kinds`.

All places of a key change together, or none. ``space`` is the kind of configuration: that of Flask, or Celery's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask_modernize.project.config_spaces import FLASK, Space


@dataclass(frozen=True, slots=True)
class RenamedConfigKey:
    """A key that has another name today. Keys with the same ``together`` are renamed all, or none of them.

    ``remark``: what a person should know besides; it is said where the key is given a value. ``until``: (distribution,
    version) of the release that first passed the old key over. Where it may be installed, the value had no effect and
    under the new name has one; so it is reported then, except for the values (as written in Python) in ``harmless``.
    """

    row: str
    old: str
    new: str
    remark: str = ""
    space: Space = FLASK
    together: str = ""
    until: tuple[str, str] = ("", "")
    harmless: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.old


@dataclass(frozen=True, slots=True)
class RemovedConfigKey:
    """A key that nothing looks at today: what writes it goes. ``advice`` is for code that reads it.

    ``remark``: what a person should know who relied on it; it is said where the key is taken out. With ``only`` it
    goes without loss only where it has one of these values (as written in Python); ``otherwise`` says what is lost.
    """

    row: str
    key: str
    advice: str = ""
    remark: str = ""
    only: tuple[str, ...] = ()
    otherwise: str = ""
    space: Space = FLASK


@dataclass(frozen=True, slots=True)
class ConfigKeyToAttribute:
    """A key that is an attribute of the application today: ``JSON_SORT_KEYS`` is ``app.json.sort_keys``.

    ``negated``: the attribute is true where the key was false. Where settings are loaded, the key stays there and
    the attribute is set from it afterwards; ``default`` is what it is set to where the key is missing (empty: it is
    not set then). ``lost_by``: attributes of the application that, when they are assigned, make a new object of what
    the attribute is set on; it is set after that then.
    """

    row: str
    key: str
    attribute: str
    negated: bool = False
    default: str = ""
    lost_by: tuple[str, ...] = ()
    space: Space = FLASK


@dataclass(frozen=True, slots=True)
class ConfigKeyToItem:
    """A key that is an item of a dictionary under another key today: ``SQLALCHEMY_POOL_SIZE``."""

    row: str
    key: str
    into: str
    item: str
    space: Space = FLASK


@dataclass(frozen=True, slots=True)
class RenamedConfigValue:
    """A key whose values (strings) are written otherwise today. ``gone`` are values that have no successor."""

    row: str
    key: str
    values: tuple[tuple[str, str], ...]
    gone: tuple[str, ...] = ()
    advice: str = ""
    space: Space = FLASK


@dataclass(frozen=True, slots=True)
class ProvidedConfigKey:
    """A key that a library had a value for and has not today: where it matters and is never written, the app gets it.

    It matters where it is read, or where one of ``used`` (full names) is imported. ``value`` is an expression;
    ``module`` what it needs to be imported (``import os``). With ``also`` (other keys) it is not missing where one of
    those is written. ``replaced``: constants (as written in Python) that say the same as no value, and are replaced.
    """

    row: str
    key: str
    value: str
    module: str = ""
    used: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    space: Space = FLASK


@dataclass(frozen=True, slots=True)
class ReportedConfigKey:
    """A key that means something else today, or nothing, which a person has to see to.

    With ``values`` only where one of these constants (as written in Python) is given to it; not where one of
    ``harmless`` is.
    """

    row: str
    key: str
    message: str
    advice: str
    values: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    space: Space = FLASK


ConfigRule = (
    RenamedConfigKey
    | RemovedConfigKey
    | ConfigKeyToAttribute
    | ConfigKeyToItem
    | RenamedConfigValue
    | ProvidedConfigKey
    | ReportedConfigKey
)
