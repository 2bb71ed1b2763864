from flask import Flask, g, render_template, request, session, url_for

OPEN = ("index", "login", "static")
TITLES = {"index": "Home", "login": "Sign in", "account": "Account"}

app = Flask(__name__)
app.secret_key = "x"


@app.before_request
def restrict():
    if request.endpoint == "account" and "user" not in session:
        return "no", 403
    if request.endpoint not in OPEN and request.endpoint != "account":
        g.strict = True
    if request.url_rule is not None and request.url_rule.endpoint in {"login", "logout"}:
        g.auth = True
    return None


@app.context_processor
def title():
    return {"title": TITLES.get(request.endpoint, "?"), "known": request.endpoint in TITLES}


@app.url_defaults
def add_language(endpoint, values):
    if endpoint in ("login", "account") or "lang" in values:
        values.setdefault("lang", "en")


@app.after_request
def mark(response):
    endpoint = request.endpoint
    if endpoint and endpoint == "logout":
        response.headers["X-Out"] = "1"
    view = app.view_functions.get(request.endpoint)
    if view is not None and view is app.view_functions["index"]:
        response.headers["X-Index"] = "1"
    return response


@app.route("/")
def index():
    return render_template("page.html")


@app.route("/login")
def login():
    session["user"] = "ann"
    return render_template("page.html")


@app.route("/logout")
def logout():
    return render_template("page.html")


@app.route("/account")
def account():
    return url_for(request.endpoint, page=2)


@app.route("/map")
def site_map():
    return " ".join(url_for(rule.endpoint) for rule in app.url_map.iter_rules() if rule.endpoint != "static")
