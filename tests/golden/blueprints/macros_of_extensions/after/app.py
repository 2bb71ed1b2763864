from flask import Blueprint, Flask, render_template
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager, login_url

bp = Blueprint("main", __name__)

app = Flask(__name__)
app.secret_key = "x"
Bootstrap5(app)
login_manager = LoginManager(app)


@login_manager.user_loader
def load(name):
    return None


@bp.route("/")
def index():
    return render_template("index.html")


@bp.route("/more/<int:page>")
def more(page=1):
    return login_url("main.index", "/more/1")


app.register_blueprint(bp)
