from flask import Blueprint, current_app

pages_blueprint = Blueprint("pages", __name__)


@pages_blueprint.route("/")
def about():
    return "About " + current_app.config["TITLE"]
