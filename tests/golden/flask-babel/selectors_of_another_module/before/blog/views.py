from flask import g, request

from blog import app, babel


@babel.localeselector
def get_locale():
    return request.accept_languages.best_match(["de", "en"])


@babel.timezoneselector
def get_timezone():
    return getattr(g, "timezone", None)


@app.route("/")
def index():
    return str(get_locale())
