"""Flask-RESTPlus, which does not work with today's Werkzeug, becomes Flask-RESTX, which goes on with its API.

What it does
    Imports come from ``flask_restx``, settings begin with ``RESTX_``, and requirements ask for flask-restx.

Why
    Flask-RESTPlus was last released in 2019 and cannot be imported since Werkzeug 1.0.

Example before
        from flask_restplus import Api, Resource

        api = Api()


        @api.route("/status")
        class Status(Resource):
            def get(self):
                return "fine"

Example after
        from flask_restx import Api, Resource

        api = Api()


        @api.route("/status")
        class Status(Resource):
            def get(self):
                return "fine"

Safety
    Only imports of flask_restplus and settings that begin with ``RESTPLUS_`` are touched.

References
    https://flask-restx.readthedocs.io/en/latest/
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-restx",
    order=26,
    summary="Flask-RESTPlus becomes Flask-RESTX",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_restx.table",
    guide="Technology Stack",
    library="flask-restx",
)
