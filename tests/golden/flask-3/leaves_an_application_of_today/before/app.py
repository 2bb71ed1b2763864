import json
from http import HTTPStatus

from flask import Blueprint, Flask, abort, current_app, g, request, send_file
from flask.json.provider import DefaultJSONProvider
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.utils import safe_join

shop = Blueprint("shop", __name__)


class Provider(DefaultJSONProvider):
    sort_keys = False


class Settings:
    env = "development"
    session_cookie_name = "a"
    json_encoder = json.JSONEncoder


@shop.post("/orders")
def order():
    data = request.get_json(silent=True)
    if data is None:
        abort(HTTPStatus.BAD_REQUEST)
    return {"ordered": data}


@shop.get("/files/<path:name>")
def file(name):
    path = safe_join(current_app.root_path, name)
    if path is None:
        abort(404)
    return send_file(path, download_name=name, max_age=60)


def create_app(settings=Settings):
    app = Flask(__name__)
    app.json = Provider(app)
    app.register_blueprint(shop)

    @app.before_request
    def greet():
        g.greeting = Markup("<b>%s</b>") % escape(settings.env)

    @app.errorhandler(InternalServerError)
    def failed(error):
        return {"error": str(error.original_exception or error)}, error.code

    @app.errorhandler(HTTPException)
    def refused(error):
        return {"error": error.description}, error.code

    return app


if __name__ == "__main__":
    create_app().run()
