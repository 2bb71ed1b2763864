"""Shorter ways to write routes and answers, as Flask has them since 2.0; opt-in.

What it does
    ``@app.route("/x", methods=["POST"])`` becomes ``@app.post("/x")`` where there is one method, and a view that
    returns ``jsonify({...})`` returns the dictionary.

Why
    Nothing is wrong with the old forms; new code is written like this, and a file that has both is harder to read.

Example before
        from flask import Flask, jsonify

        app = Flask(__name__)


        @app.route("/orders", methods=["POST"])
        def order():
            return jsonify({"ordered": True})

Example after
        from flask import Flask

        app = Flask(__name__)


        @app.post("/orders")
        def order():
            return {"ordered": True}

Safety
    Routes of applications and blueprints that are known as such, with a list of one method that has a decorator of its
    own. ``jsonify`` goes where it is given a dictionary as it is written, in views without other decorators than
    routes: another decorator may want a response.

References
    https://flask.palletsprojects.com/en/stable/api/#flask.Flask.post
    https://flask.palletsprojects.com/en/stable/quickstart/#apis-with-json
"""

from __future__ import annotations

from flask_modernize.planning.contract import Behaviour
from flask_modernize.rules.library_migration import library_migration

MIGRATION = library_migration(
    id="flask-shortcuts",
    order=28,
    summary="@app.post() for routes with one method, dictionaries instead of jsonify; opt-in",
    documentation=__doc__ or "",
    tables="flask_modernize_codemods.flask_shortcuts.table",
    guide="Technology Stack",
    behaviour=Behaviour.REVIEW,
)
