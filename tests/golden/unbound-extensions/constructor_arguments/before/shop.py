import os

from flask import Flask, request
from flask_admin import Admin
from flask_babel import Babel
from flask_caching import Cache
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

here = os.path.abspath(os.path.dirname(__file__))
convention = {'pk': 'pk_%(table_name)s'}

app = Flask(__name__)
app.config.update(SECRET_KEY='secret', SQLALCHEMY_DATABASE_URI='sqlite://')


def get_locale():
    return request.accept_languages.best_match(['de', 'fr'])


db = SQLAlchemy(app, metadata=MetaData(schema=None), session_options={'autoflush': False})
migrate = Migrate(app, db, directory=os.path.join(here, 'migrations'), render_as_batch=True)
babel = Babel(app, default_locale='de', locale_selector=get_locale)
cache = Cache(app, config={
    'CACHE_TYPE': 'SimpleCache',  # in this process
    'CACHE_DEFAULT_TIMEOUT': 5,
})
limiter = Limiter(get_remote_address, app=app, default_limits=['100 per day'], storage_uri='memory://')
admin = Admin(app,
              name='Office',
              url='/office')


class Item(db.Model):
    id = db.Column(db.Integer, primary_key=True)


@app.route('/')
@cache.cached()
def index():
    return str(len(convention))
