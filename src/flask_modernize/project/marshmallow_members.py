"""What marshmallow and its extensions say of their own classes; see :mod:`flask_modernize.project.library_members`."""

from __future__ import annotations

from collections.abc import Mapping

FIELDS = [
    "AwareDateTime",
    "Bool",
    "Boolean",
    "Constant",
    "Date",
    "DateTime",
    "Decimal",
    "Dict",
    "Email",
    "Enum",
    "Float",
    "FormattedString",
    "Function",
    "IP",
    "IPInterface",
    "IPv4",
    "IPv4Interface",
    "IPv6",
    "IPv6Interface",
    "Int",
    "Integer",
    "List",
    "LocalDateTime",
    "Mapping",
    "Method",
    "NaiveDateTime",
    "Nested",
    "Number",
    "Pluck",
    "Raw",
    "Str",
    "String",
    "Time",
    "TimeDelta",
    "Tuple",
    "URL",
    "UUID",
    "Url",
]
"""The names of the fields, but ``Field`` itself."""
FIELD = "marshmallow.fields.Field"
HOLDERS = ("marshmallow.fields", "flask_marshmallow.Marshmallow", "flask_marshmallow.fields", "webargs.fields")
"""What has the fields as attributes."""

_CARRIER = "flask_marshmallow.Marshmallow"
_OF_MODELS = ("ModelSchema", "TableSchema", "SQLAlchemySchema", "SQLAlchemyAutoSchema")

ALIASES: Mapping[str, str] = {
    "marshmallow.schema.Schema": "marshmallow.Schema",
    "marshmallow_sqlalchemy.schema.ModelSchema": "marshmallow_sqlalchemy.ModelSchema",
    "marshmallow_sqlalchemy.schema.TableSchema": "marshmallow_sqlalchemy.TableSchema",
    "marshmallow.base.FieldABC": FIELD,
    **{f"{holder}.Field": FIELD for holder in HOLDERS[1:]},
}

BASES: Mapping[str, tuple[str, ...]] = {
    f"{_CARRIER}.Schema": ("marshmallow.Schema",),
    "flask_marshmallow.Schema": ("marshmallow.Schema",),
    "marshmallow.UnmarshalResult": ("marshmallow.MarshalResult",),
    **{f"{holder}.{name}": (FIELD,) for holder in HOLDERS for name in FIELDS},
    **{f"{holder}.{name}": (FIELD,) for holder in HOLDERS for name in ("URLFor", "AbsoluteURLFor", "Hyperlinks")},
    **{
        f"{module}.{name}": ("marshmallow.Schema",)
        for module in (_CARRIER, "marshmallow_sqlalchemy")
        for name in _OF_MODELS
    },
}

RESULTS: Mapping[str, str] = {
    **{f"marshmallow.Schema.{name}": "marshmallow.MarshalResult" for name in ("dump", "dumps")},
    **{f"marshmallow.Schema.{name}": "marshmallow.UnmarshalResult" for name in ("load", "loads")},
}
"""As in marshmallow 2; what it gives today is the data itself."""
