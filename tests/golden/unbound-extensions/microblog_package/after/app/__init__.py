from flask import Flask, request
from flask_babel import lazy_gettext as _l
from app.extensions import babel, bootstrap, db, login, mail, migrate, moment
from config import Config


def get_locale():
    return request.accept_languages.best_match(app.config['LANGUAGES'])


app = Flask(__name__)
app.config.from_object(Config)
db.init_app(app)
migrate.init_app(app, db)
login.init_app(app)
login.login_view = 'login'
login.login_message = _l('Please log in to access this page.')
mail.init_app(app)
bootstrap.init_app(app)
moment.init_app(app)
babel.init_app(app, locale_selector=get_locale)

from app import routes, models, errors
