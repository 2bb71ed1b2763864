import os

from flask import Flask, request

from extensions import admin, babel, cache, db, limiter, migrate

here = os.path.abspath(os.path.dirname(__file__))
convention = {'pk': 'pk_%(table_name)s'}

app = Flask(__name__)
app.config.update(SECRET_KEY='secret', SQLALCHEMY_DATABASE_URI='sqlite://')


def get_locale():
    return request.accept_languages.best_match(['de', 'fr'])


db.init_app(app)
migrate.init_app(app, db, directory=os.path.join(here, 'migrations'))
babel.init_app(app, default_locale='de', locale_selector=get_locale)
cache.init_app(app)
limiter.init_app(app)
admin.init_app(app)


class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route('/')
@cache.cached()
def index():
    return str(len(convention))
