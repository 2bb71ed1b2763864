from flask import Flask, abort, request
from flask_wtf.csrf import CSRFError, CSRFProtect, validate_csrf
from wtforms.validators import ValidationError

from forms import LoginForm, SearchForm

app = Flask(__name__)
app.config.from_object("config")
csrf = CSRFProtect()
csrf.init_app(app)


@app.errorhandler(CSRFError)
def refused(error):
    reason = error.description
    app.logger.warning(reason)
    return reason, 400


@app.route("/login", methods=["GET", "POST"])
def login():
    form = LoginForm()
    return "in" if form.validate_on_submit() else "out"


@csrf.exempt
@app.route("/api/search", methods=["POST"])
def search():
    try:
        validate_csrf(request.headers.get("X-Token"))
    except ValidationError:
        abort(400)
    return SearchForm(meta={"csrf": False}).words.data
