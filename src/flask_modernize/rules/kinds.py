"""The kinds of rules for Python code. A rule is one line of a library's table, and says nothing that needs running.

``row`` is the id of the change in the upgrade matrix (or whatever the author of the table calls it). Functions and
classes are written with their full names; a method or attribute as ``Class.member`` with the full name of the class
(as :mod:`flask_modernize.project.library_members` knows it). A rule for a class also holds for objects of its
subclasses, unless a class of the project has a member of its own under that name.

Templates are expressions with placeholders: ``{self}`` the object whose member it is, ``{0}`` ``{1}`` ... positional
arguments, ``{name=}`` the value of a keyword argument, ``{args}`` all arguments as they stand, ``{:name}`` a name that
the rule ``needs`` (written as it is bound in that file). Where ``{0}`` stands twice, only what is cheap and free of
effects to evaluate (a name, an attribute, a constant) can be put in. ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

from dataclasses import dataclass

Constant = str | int | bool | float | bytes | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A function, class or constant that has another full name today: imports and ``module.name`` follow."""

    row: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MovedModule:
    """A module that has another name today, with everything in it. ``old`` may end in ``.*``: also those below it.

    With a ``new`` that ends in ``*`` it is only those below: ``flask.ext.*`` and ``flask_*``. The first rule of a table
    that fits a module counts.
    """

    row: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReplacedName:
    """Something importable that an expression does the job of today; its import goes when nothing else needs it."""

    row: str
    old: str
    template: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenamedAttribute:
    """A member of a class, method or not, that has another name today: ``of="flask.Request", old="a", new="b"``.

    ``overrides``: a subclass that defines ``old``, by a method or a value, defines ``new`` from now on.
    """

    row: str
    of: str
    old: str
    new: str
    overrides: bool = False


@dataclass(frozen=True, slots=True)
class ReplacedAttribute:
    """A member of a class that an expression does the job of today.

    Where it is assigned to, that is reported, unless a :class:`ReplacedAssignment` says what to do.
    """

    row: str
    of: str
    name: str
    template: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacedAssignment:
    """``object.name = value`` that a statement does the job of today; in the template ``{value}`` is the value."""

    row: str
    of: str
    name: str
    template: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallToAttribute:
    """A method without arguments that is a property today: ``user.is_active()``."""

    row: str
    of: str
    name: str


@dataclass(frozen=True, slots=True)
class AttributeToCall:
    """An attribute that is a method without arguments today."""

    row: str
    of: str
    name: str


@dataclass(frozen=True, slots=True)
class RenamedKeyword:
    """A keyword argument that has another name today. ``of``: a function, class or ``Class.method``.

    ``until``: (distribution, version) of the release that first passed the old name over without an error. Where it may
    be installed, the argument had no effect and under the new name has one; so it is reported then.
    """

    row: str
    of: str
    old: str
    new: str
    until: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class RemovedKeyword:
    """A keyword argument that is not taken today. With ``only``, it goes without loss only where it has that value.

    Any other value is reported with ``advice``.
    """

    row: str
    of: str
    keyword: str
    only: tuple[Constant, ...] = ()
    advice: str = ""


@dataclass(frozen=True, slots=True)
class AddedKeyword:
    """A keyword argument that has to be given today for what used to happen without; ``value`` is an expression.

    Nothing is added where it is given already, by keyword or as positional argument number ``index`` (from 0).
    """

    row: str
    of: str
    keyword: str
    value: str
    index: int = -1
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A constant that is written otherwise today where it is an argument, a keyword or (int) a positional one."""

    row: str
    of: str
    argument: str | int
    old: Constant
    new: str


@dataclass(frozen=True, slots=True)
class PositionalToKeyword:
    """Positional arguments that can only be given by keyword today: ``names`` of all, ``kept`` of them stay."""

    row: str
    of: str
    names: tuple[str, ...]
    kept: int = 0


@dataclass(frozen=True, slots=True)
class ReplacedCall:
    """A call that is written otherwise today. ``arguments``: least and greatest number of positional ones.

    Of several rules for one function, the first that fits the call counts. ``{func}`` is what is called, as it stands.
    """

    row: str
    of: str
    template: str
    needs: tuple[str, ...] = ()
    arguments: tuple[int, int] = (0, 99)
    keywords: tuple[str, ...] = ()
    """Keywords that a call may have for the template to be right; those that the template names are among them."""
    given: str = ""
    """A keyword: only calls with it are meant, and nothing is said about others."""
    constants: tuple[Constant, ...] = ()
    """The first positional arguments must be these."""
    today: int = -1
    """With so many positional arguments, or fewer, a call is written as it is today: nothing is said about it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Something that a person has to change: a name, ``Class.member``, or with ``keyword`` that argument of a call.

    ``values``: only where the argument is one of these constants. ``called``: only calls of it count. ``message`` says
    what became of it, ``advice`` what to do. ``everyday``: the name of the member is so common that nothing is said
    where the object cannot be told. ``overridden``: it is a method or attribute that a subclass defines, and only that
    is reported.
    """

    row: str
    of: str
    message: str
    advice: str
    keyword: str = ""
    called: bool = False
    everyday: bool = False
    overridden: bool = False
    values: tuple[Constant, ...] = ()


Rule = (
    Moved
    | MovedModule
    | ReplacedName
    | RenamedAttribute
    | ReplacedAttribute
    | ReplacedAssignment
    | CallToAttribute
    | AttributeToCall
    | RenamedKeyword
    | RemovedKeyword
    | AddedKeyword
    | ChangedValue
    | PositionalToKeyword
    | ReplacedCall
    | Reported
)
