from flask import Blueprint, Flask, url_for

bp = Blueprint("main", __name__)

site = Flask(__name__)


@bp.route("/")
def index():
    return url_for("people.users")


site.register_blueprint(bp)


from private import people

site.register_blueprint(people.bp)
