"""The kinds of rules for Jinja templates, siblings of those in :mod:`flask_modernize.rules.kinds`.

``of`` is the full name of the class whose member a rule is about, as :mod:`flask_modernize.project.library_members`
knows it. ``unmistakable`` is for members that nothing in a template could have but what the rule is about, and says
why: then the object need not be proven, unless the project defines such a member itself or imports one of ``rivals``.

Templates are expressions with ``{self}`` for the object and ``{0}`` ``{1}`` ... for arguments.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TemplateRenamedMember:
    """A member, called or not, that has another name today."""

    row: str
    of: str
    old: str
    new: str
    unmistakable: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.old


@dataclass(frozen=True, slots=True)
class TemplateReplacedCall:
    """A call of a method with exactly so many arguments that an expression does the job of today."""

    row: str
    of: str
    name: str
    template: str
    arguments: int = 0
    unmistakable: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class TemplateCallToAttribute:
    """A method without arguments that is a property today: ``current_user.is_active()``.

    ``defined``: what the project itself defines under that name is seen to already, and changes likewise.
    """

    row: str
    of: str
    name: str
    unmistakable: str = ""
    rivals: tuple[str, ...] = ()
    defined: bool = False

    @property
    def word(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class TemplateReplacedAttribute:
    """An attribute that an expression does the job of today."""

    row: str
    of: str
    name: str
    template: str
    unmistakable: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class TemplatePositionalToKeyword:
    """A method whose arguments can only be given by keyword today.

    ``less_one`` names those that count one less than they did; their keyword is reported where it was given by keyword
    already, because nothing shows then for which version it was written.
    """

    row: str
    of: str
    name: str
    names: tuple[str, ...]
    less_one: tuple[str, ...] = ()
    unmistakable: str = ""
    rivals: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class TemplateRenamedFilter:
    """A filter, or with ``is_test`` a test, that has another name today."""

    row: str
    old: str
    new: str
    is_test: bool = False

    @property
    def word(self) -> str:
        return self.old


@dataclass(frozen=True, slots=True)
class TemplateRenamedFilterKeyword:
    """A keyword argument of a filter that has another name today."""

    row: str
    filter: str
    old: str
    new: str

    @property
    def word(self) -> str:
        return self.old


@dataclass(frozen=True, slots=True)
class TemplateRemovedFilterArgument:
    """The only argument that a filter used to take, by this keyword or by position."""

    row: str
    filter: str
    keyword: str

    @property
    def word(self) -> str:
        return self.filter


@dataclass(frozen=True, slots=True)
class TemplateAddedFilterKeyword:
    """A keyword argument that a filter has to be given today for what it used to do without."""

    row: str
    filter: str
    keyword: str
    value: str

    @property
    def word(self) -> str:
        return self.filter


@dataclass(frozen=True, slots=True)
class TemplateRedundantFilter:
    """A filter that does nothing directly behind ``after``."""

    row: str
    filter: str
    after: str

    @property
    def word(self) -> str:
        return self.after


@dataclass(frozen=True, slots=True)
class TemplateReportedFilter:
    """A filter whose results are others today, which a person has to look at."""

    row: str
    filter: str
    message: str
    advice: str

    @property
    def word(self) -> str:
        return self.filter


MemberRule = (
    TemplateRenamedMember
    | TemplateReplacedCall
    | TemplateCallToAttribute
    | TemplateReplacedAttribute
    | TemplatePositionalToKeyword
)
FilterRule = (
    TemplateRenamedFilter
    | TemplateRenamedFilterKeyword
    | TemplateRemovedFilterArgument
    | TemplateAddedFilterKeyword
    | TemplateRedundantFilter
    | TemplateReportedFilter
)
TemplateRule = MemberRule | FilterRule
