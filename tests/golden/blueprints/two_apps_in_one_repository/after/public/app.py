from flask import Blueprint, Flask, render_template

bp = Blueprint("main", __name__)

app = Flask(__name__)


@bp.route("/")
def index():
    return render_template("index.html")


app.register_blueprint(bp)
