from flask import Blueprint

import blog

pages_blueprint = Blueprint("pages", __name__)


@pages_blueprint.route("/")
def about():
    return "About " + blog.app.config["TITLE"]
