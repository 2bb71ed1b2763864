"""marshmallow 2 and 3 to marshmallow 4: schemas, fields, hooks, and what ``load()`` and ``dump()`` give.

What it does
    Rewrites what marshmallow, flask-marshmallow and marshmallow-sqlalchemy removed or renamed: ``missing=`` and
    ``default=``, ``strict``, the results with ``.data`` and ``.errors``, hooks without ``**kwargs``, ``self.fail()``,
    ``ma.ModelSchema``. Schemas that were written for marshmallow 2 go on ignoring unknown keys.

Why
    Most of it is an error when a request reaches it, not when the application starts.

Example before
        from marshmallow import Schema, fields, post_load


        class UserSchema(Schema):
            name = fields.Str(missing="susan")

            class Meta:
                strict = True

            @post_load
            def make(self, data):
                return data["name"]


        def load(document):
            return UserSchema().load(document).data

Example after
        from marshmallow import Schema, fields, post_load


        class UserSchema(Schema):
            name = fields.Str(load_default="susan")

            @post_load
            def make(self, data, **kwargs):
                return data["name"]


        def load(document):
            return UserSchema().load(document)

Safety
    Only decorators, fields and schemas that are proven to be marshmallow's are touched. What is only right for
    marshmallow 2, such as ``unknown = EXCLUDE``, is only done where that is what the project declares.

References
    https://marshmallow.readthedocs.io/en/latest/upgrading.html
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="marshmallow-3",
    order=25,
    summary="marshmallow 2 and 3 to marshmallow 4, with flask-marshmallow and marshmallow-sqlalchemy",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.marshmallow_3.table",
    guide="Technology Stack",
    library="marshmallow",
)
