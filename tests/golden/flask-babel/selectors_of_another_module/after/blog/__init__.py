from flask import Flask
from flask_babel import Babel

app = Flask(__name__)
babel = Babel(app, locale_selector=lambda: views.get_locale(), timezone_selector=lambda: views.get_timezone())

from blog import views  # noqa
