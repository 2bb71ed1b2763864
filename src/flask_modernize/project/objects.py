"""What a name can mean: small values that compare equal when they are the same thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the project by its full name, ``sqlalchemy.func`` for instance: a module or what is in one."""

    name: str


@dataclass(frozen=True, slots=True)
class ModuleObject:
    """A module of the project; ``path`` is its file, or its directory for a package without ``__init__.py``."""

    path: str


@dataclass(frozen=True, slots=True)
class ClassObject:
    """A class of the project; ``qualname`` as Python gives it (``Outer.Inner``, ``make.<locals>.Model``)."""

    path: str
    qualname: str

    @property
    def name(self) -> str:
        return self.qualname.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class FunctionObject:
    """A function or method of the project."""

    path: str
    qualname: str

    @property
    def name(self) -> str:
        return self.qualname.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Variable:
    """A module-level variable bound in one place, and not merely another name for something else."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """The attribute ``name`` of something whose attributes are not known: of a variable, a class, another member."""

    of: Object
    name: str


Object = External | ModuleObject | ClassObject | FunctionObject | Variable | Member


_OLD_EXTENSION_PACKAGES = ("flask.ext.", "flaskext.")


def external(name: str) -> External:
    """The external object of that full name; ``flask.ext.x`` and ``flaskext.x`` are called ``flask_x`` today."""
    for prefix in _OLD_EXTENSION_PACKAGES:
        if name.startswith(prefix):
            return External("flask_" + name[len(prefix) :])
    return External(name)
