from flask import Flask, request
from flask_babel import Babel

babel = Babel()


def create_app():
    app = Flask(__name__)

    # What the browser asks for.
    def get_locale():
        return request.accept_languages.best_match(["de", "en"])

    babel.init_app(app, locale_selector=get_locale)

    return app
