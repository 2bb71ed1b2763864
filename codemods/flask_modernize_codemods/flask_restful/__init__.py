"""Flask-RESTful's old modules, and arguments that are looked for in bodies that are not JSON.

What it does
    Imports what was in ``flask_restful.types`` from ``flask_restful.inputs``, and says where arguments of GET requests
    are to be found.

Why
    Without a ``location`` a parser looks into the JSON body first, and Werkzeug answers 415 where there is none.

Example before
        from flask_restful import Resource, reqparse


        class Users(Resource):
            def get(self):
                parser = reqparse.RequestParser()
                parser.add_argument("page", type=int)
                return parser.parse_args()["page"]

Example after
        from flask_restful import Resource, reqparse


        class Users(Resource):
            def get(self):
                parser = reqparse.RequestParser()
                parser.add_argument("page", type=int, location="values")
                return parser.parse_args()["page"]

Safety
    Only parsers of Flask-RESTful that are only used to answer GET requests are changed.

References
    https://github.com/flask-restful/flask-restful/blob/master/CHANGES.md
"""

from __future__ import annotations

from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-restful",
    order=26,
    summary="Flask-RESTful's old modules and argument locations become those of version 0.3.10",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_restful.table",
    guide="Technology Stack",
    library="Flask-RESTful",
)
