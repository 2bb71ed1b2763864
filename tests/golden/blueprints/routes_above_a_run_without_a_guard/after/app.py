from flask import Blueprint, Flask, url_for

bp = Blueprint("main", __name__)

app = Flask(__name__)


@bp.route("/")
def index():
    return url_for("main.index")


app.register_blueprint(bp)


app.run()


@app.route("/never")
def never():
    return "never"
