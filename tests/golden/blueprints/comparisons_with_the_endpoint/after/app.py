from flask import Blueprint, Flask, g, render_template, request, session, url_for

bp = Blueprint("main", __name__)

OPEN = ("main.index", "main.login", "static")
TITLES = {"main.index": "Home", "main.login": "Sign in", "main.account": "Account"}

app = Flask(__name__)
app.secret_key = "x"


@bp.before_app_request
def restrict():
    if request.endpoint == "main.account" and "user" not in session:
        return "no", 403
    if request.endpoint not in OPEN and request.endpoint != "main.account":
        g.strict = True
    if request.url_rule is not None and request.url_rule.endpoint in {"main.login", "main.logout"}:
        g.auth = True
    return None


@bp.app_context_processor
def title():
    return {"title": TITLES.get(request.endpoint, "?"), "known": request.endpoint in TITLES}


@bp.app_url_defaults
def add_language(endpoint, values):
    if endpoint in ("main.login", "main.account") or "lang" in values:
        values.setdefault("lang", "en")


@bp.after_app_request
def mark(response):
    endpoint = request.endpoint
    if endpoint and endpoint == "main.logout":
        response.headers["X-Out"] = "1"
    view = app.view_functions.get(request.endpoint)
    if view is not None and view is app.view_functions["main.index"]:
        response.headers["X-Index"] = "1"
    return response


@bp.route("/")
def index():
    return render_template("page.html")


@bp.route("/login")
def login():
    session["user"] = "ann"
    return render_template("page.html")


@bp.route("/logout")
def logout():
    return render_template("page.html")


@bp.route("/account")
def account():
    return url_for(request.endpoint, page=2)


@bp.route("/map")
def site_map():
    return " ".join(url_for(rule.endpoint) for rule in app.url_map.iter_rules() if rule.endpoint != "static")


app.register_blueprint(bp)
