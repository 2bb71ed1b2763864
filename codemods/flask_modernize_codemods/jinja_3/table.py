"""What Jinja moved, renamed or removed up to 3.1; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.rules.kinds import (
    Moved,
    MovedModule,
    RemovedKeyword,
    ReplacedCall,
    ReplacedName,
    Reported,
    Rule,
)
from flask_modernize.rules.template_kinds import (
    TemplateAddedFilterKeyword,
    TemplateRedundantFilter,
    TemplateRemovedFilterArgument,
    TemplateRenamedFilterKeyword,
    TemplateRenamedMember,
    TemplateReplacedCall,
    TemplateReportedFilter,
    TemplateRule,
)
from flask_modernize_codemods.jinja_3.babel_mappings import plan_babel_mappings
from flask_modernize_codemods.jinja_3.built_in_extensions import BUILT_IN_EXTENSIONS
from flask_modernize_codemods.jinja_3.leaking_assignments import plan_leaking_assignments
from flask_modernize_codemods.jinja_3.xml_attributes import plan_xml_attributes

_MODULES = ("jinja2", "jinja2.filters", "jinja2.utils")

_DECORATORS: tuple[Rule, ...] = tuple(
    Moved(f"jinja2-{old}", f"{module}.{old}", f"jinja2.{new}")
    for old, new in (
        ("contextfilter", "pass_context"),
        ("contextfunction", "pass_context"),
        ("evalcontextfilter", "pass_eval_context"),
        ("evalcontextfunction", "pass_eval_context"),
        ("environmentfilter", "pass_environment"),
        ("environmentfunction", "pass_environment"),
    )
    for module in _MODULES
)

_MARKUPSAFE: tuple[Rule, ...] = (
    *(
        Moved("jinja2-markup-escape-import", f"{module}.{name}", f"markupsafe.{name}")
        for module in ("jinja2", "jinja2.utils", "jinja2.filters", "jinja2.runtime", "jinja2._markupsafe")
        for name in ("Markup", "escape")
    ),
    *(
        Moved("jinja2-soft-unicode", f"{module}.soft_unicode", "markupsafe.soft_str")
        for module in ("jinja2.utils", "jinja2.filters", "markupsafe")
    ),
)

_COMPAT = "jinja2._compat"
_PYTHON_2: tuple[Rule, ...] = (
    Moved("jinja2-unicode-urlencode", "jinja2.utils.unicode_urlencode", "jinja2.utils.url_quote"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.text_type", "str"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.string_types", "(str,)"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.integer_types", "(int,)"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.range_type", "range"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.unichr", "chr"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.imap", "map"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.izip", "zip"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.ifilter", "filter"),
    ReplacedName("jinja2-compat-module", f"{_COMPAT}.PY2", "False"),
    Moved("jinja2-compat-module", f"{_COMPAT}.intern", "sys.intern"),
    Moved("jinja2-compat-module", f"{_COMPAT}.NativeStringIO", "io.StringIO"),
    Moved("jinja2-compat-module", f"{_COMPAT}.BytesIO", "io.BytesIO"),
    Moved("jinja2-compat-module", f"{_COMPAT}.url_quote", "urllib.parse.quote"),
    Moved("jinja2-compat-module", f"{_COMPAT}.pickle", "pickle"),
    ReplacedCall("jinja2-compat-module", f"{_COMPAT}.iterkeys", "iter({0}.keys())", arguments=(1, 1)),
    ReplacedCall("jinja2-compat-module", f"{_COMPAT}.itervalues", "iter({0}.values())", arguments=(1, 1)),
    ReplacedCall("jinja2-compat-module", f"{_COMPAT}.iteritems", "iter({0}.items())", arguments=(1, 1)),
    *(
        Reported("jinja2-compat-module", f"{_COMPAT}.{name}", "jinja2._compat is gone", advice)
        for name, advice in (
            ("reraise", "Write `raise value.with_traceback(traceback)`."),
            ("with_metaclass", "Write `class Name(Base, metaclass=Meta)`."),
            ("implements_iterator", "Leave out the decorator; `__next__` is enough."),
            ("implements_to_string", "Leave out the decorator; `__str__` is enough."),
            ("encode_filename", "Leave it out; file names are text."),
        )
    ),
)

RULES: tuple[Rule, ...] = (
    *_DECORATORS,
    *_MARKUPSAFE,
    *_PYTHON_2,
    MovedModule("jinja2-asyncsupport", "jinja2.asyncsupport", "jinja2.async_utils"),
    RemovedKeyword("jinja2-py-compile", "jinja2.Environment.compile_templates", "py_compile"),
    Reported(
        "jinja2-context-resolve",
        "jinja2.runtime.Context.resolve",
        "Jinja looks variables up with resolve_or_missing since 3.1, and this method is never called",
        "Override `resolve_or_missing`, and give `missing` (of jinja2.runtime) where there is no such variable.",
        overridden=True,
    ),
)

_DICTIONARY = "builtins.dict"
_ONLY_PYTHON_2 = "nothing that a template is given has this method on Python 3"


def _dictionary_method(old: str, new: str) -> TemplateRule:
    return TemplateRenamedMember("jinja2-iteritems-in-template", _DICTIONARY, old, new, unmistakable=_ONLY_PYTHON_2)


TEMPLATE_RULES: tuple[TemplateRule, ...] = (
    _dictionary_method("iteritems", "items"),
    _dictionary_method("itervalues", "values"),
    _dictionary_method("iterkeys", "keys"),
    _dictionary_method("viewitems", "items"),
    _dictionary_method("viewvalues", "values"),
    _dictionary_method("viewkeys", "keys"),
    TemplateReplacedCall(
        "jinja2-iteritems-in-template", _DICTIONARY, "has_key", "{0} in {self}", 1, unmistakable=_ONLY_PYTHON_2
    ),
    TemplateRenamedFilterKeyword("jinja2-indentfirst", "indent", "indentfirst", "first"),
    TemplateRemovedFilterArgument("jinja2-pprint-verbose", "pprint", "verbose"),
    TemplateAddedFilterKeyword("jinja2-groupby-case", "groupby", "case_sensitive", "true"),
    TemplateRedundantFilter("jinja2-tojson-safe", "safe", after="tojson"),
    TemplateReportedFilter(
        "jinja2-urlize-https",
        "urlize",
        "|urlize links addresses without a scheme (www.example.com) with https:// since Jinja 3.0",
        "Nothing has to be done if the sites that users name answer to https.",
    ),
)

MATCHERS = (BUILT_IN_EXTENSIONS,)
CODEMODS = (plan_babel_mappings, plan_leaking_assignments, plan_xml_attributes)

STILL_WORKS = frozenset(
    {
        "jinja2.filters.Markup",
        "jinja2.filters.escape",
        "jinja2.runtime.Markup",
        "jinja2.runtime.escape",
    }
)
"""Old names that today's version has, too: their use does not tell for which one the code was written."""
