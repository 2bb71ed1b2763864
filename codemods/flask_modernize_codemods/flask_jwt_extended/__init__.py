"""Flask-JWT-Extended 3 becomes Flask-JWT-Extended 4.

What it does
    Calls ``jwt_required``, with what used to be decorators of their own as its arguments; takes over the new names of
    functions and loaders, and gives callbacks the header and the payload of the token that they are called with today.

Why
    ``@jwt_required`` without parentheses answers every request with an error since version 4, and most of the other
    names cannot be imported any more.

Example before
        from flask import Flask, jsonify
        from flask_jwt_extended import JWTManager, get_raw_jwt, jwt_optional, jwt_required

        app = Flask(__name__)
        app.config["JWT_IDENTITY_CLAIM"] = "identity"
        jwt = JWTManager(app)
        revoked = set()


        @jwt.token_in_blacklist_loader
        def is_revoked(token):
            return token["jti"] in revoked


        @app.route("/logout", methods=["POST"])
        @jwt_required
        def logout():
            revoked.add(get_raw_jwt()["jti"])
            return jsonify(message="bye")


        @app.route("/")
        @jwt_optional
        def index():
            return jsonify(message="hello")

Example after
        from flask import Flask, jsonify
        from flask_jwt_extended import JWTManager, get_jwt, jwt_required

        app = Flask(__name__)
        app.config["JWT_IDENTITY_CLAIM"] = "identity"
        jwt = JWTManager(app)
        revoked = set()


        @jwt.token_in_blocklist_loader
        def is_revoked(jwt_header, token):
            return token["jti"] in revoked


        @app.route("/logout", methods=["POST"])
        @jwt_required()
        def logout():
            revoked.add(get_jwt()["jti"])
            return jsonify(message="bye")


        @app.route("/")
        @jwt_required(optional=True)
        def index():
            return jsonify(message="hello")

Safety
    Decorators and functions are told by their imports, loaders by the class of the object. Tokens that are out there
    name their user in the claim ``identity``; it is kept by ``JWT_IDENTITY_CLAIM``, which also lets identities be
    numbers. Claims stand at the top of a token since version 4: where they are read by key that is rewritten, anything
    else that is done with them is reported.

References
    https://flask-jwt-extended.readthedocs.io/en/stable/v4_upgrade_guide.html
"""

from __future__ import annotations

from flask_modernize.planning.contract import IntendedDifference
from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-jwt-extended",
    order=24,
    summary="Flask-JWT-Extended's decorators, loaders and claims become those of version 4",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_jwt_extended.table",
    guide="Technology Stack",
    library="Flask-JWT-Extended",
    intended=(
        IntendedDifference("config-missing", "nothing looks at the key today", "JWT_*"),
        IntendedDifference("config-added", "tokens name their user in the claim that they did", "JWT_*"),
        IntendedDifference("config-value", "tokens name their user in the claim that they did", "JWT_IDENTITY_CLAIM"),
    ),
)
