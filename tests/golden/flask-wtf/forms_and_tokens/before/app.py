from flask import Flask, abort, request
from flask_wtf.csrf import CsrfProtect, validate_csrf

from forms import LoginForm, SearchForm

app = Flask(__name__)
app.config.from_object("config")
csrf = CsrfProtect()
csrf.init_app(app)


@csrf.error_handler
def refused(reason):
    app.logger.warning(reason)
    return reason, 400


@app.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    return "in" if form.validate_on_submit() else "out"


@csrf.exempt
@app.route("/api/search", methods=["POST"])
def search():
    if not validate_csrf(request.headers.get("X-Token")):
        abort(400)
    return SearchForm(csrf_enabled=False).words.data
