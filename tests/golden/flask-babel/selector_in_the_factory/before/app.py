from flask import Flask, request
from flask_babel import Babel

babel = Babel()


def create_app():
    app = Flask(__name__)
    babel.init_app(app)

    # What the browser asks for.
    @babel.localeselector
    def get_locale():
        return request.accept_languages.best_match(["de", "en"])

    return app
