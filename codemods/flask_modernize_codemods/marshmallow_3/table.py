"""What marshmallow moved, renamed or removed up to 4.0; rows by the id in the upgrade matrix."""

from __future__ import annotations

from flask_modernize.project.marshmallow_members import FIELDS, HOLDERS
from flask_modernize.rules.kinds import (
    RemovedKeyword,
    RenamedKeyword,
    ReplacedAttribute,
    Reported,
    Rule,
)
from flask_modernize_codemods.marshmallow_3 import (
    field_names,
    hooks,
    meta_options,
    model_schemas,
    results,
    url_fields,
    validation,
)
from flask_modernize_codemods.marshmallow_3.extensions import plan as plan_extensions

_EVERY_FIELD = tuple(f"{holder}.{name}" for holder in HOLDERS for name in (*FIELDS, "Field"))
_HOOKS = ("pre_load", "post_load", "pre_dump", "post_dump", "validates_schema")

_FIELDS: tuple[Rule, ...] = tuple(
    RenamedKeyword("ma-missing-default", field, old, new)
    for field in _EVERY_FIELD
    for old, new in (("missing", "load_default"), ("default", "dump_default"))
)

_SCHEMAS: tuple[Rule, ...] = (
    RemovedKeyword(
        "ma-strict",
        "marshmallow.Schema",
        "strict",
        (True,),
        "Schemas are always strict: catch ValidationError where the errors were looked at.",
    ),
    ReplacedAttribute("ma-data-errors-tuple", "marshmallow.MarshalResult", "data", "{self}"),
    Reported(
        "ma-context",
        "marshmallow.Schema",
        "schemas have no context any more",
        "Use `marshmallow.experimental.context.Context`, or a context variable.",
        keyword="context",
    ),
    Reported(
        "ma-context",
        "marshmallow.Schema.context",
        "schemas have no context any more",
        "Use `marshmallow.experimental.context.Context`, or a context variable.",
        everyday=True,
    ),
)

_HOOK_ARGUMENTS: tuple[Rule, ...] = tuple(
    RenamedKeyword("ma-pass-many", f"{module}.{hook}", "pass_many", "pass_collection")
    for module in ("marshmallow", "marshmallow.decorators")
    for hook in _HOOKS
)

_GONE: tuple[Rule, ...] = tuple(
    Reported("ma-formattedstring-localdatetime", f"{holder}.{name}", message, advice)
    for holder in HOLDERS[:2]
    for name, message, advice in (
        ("FormattedString", "there are no formatted strings any more", "Use `fields.Method` or `fields.Function`."),
        (
            "LocalDateTime",
            "there are no local times any more",
            "Use `fields.NaiveDateTime` or `fields.AwareDateTime` with a default time zone.",
        ),
    )
)

RULES: tuple[Rule, ...] = (*_FIELDS, *_SCHEMAS, *_HOOK_ARGUMENTS, *_GONE)

MATCHERS = (
    field_names.MATCHER,
    hooks.MATCHER,
    meta_options.MATCHER,
    model_schemas.MATCHER,
    results.MATCHER,
    url_fields.MATCHER,
    validation.MATCHER,
)

CODEMODS = (plan_extensions,)
