"""One application for each row: how the extension is bound, and what is done with it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = """\
import os
import sys

sys.path.append(os.environ["EXTENSIONS"])

from flask import Flask
{imports}

app = Flask(__name__)
app.config.update(SECRET_KEY="not a secret")
{config}

@app.before_request
def before():
    pass


{bound}


@app.before_request
def after():
    pass


@app.after_request
def mark(response):
    response.headers["X-Mark"] = "marked"
    return response


@app.route("/")
def index():
    return "index"
"""


@dataclass(frozen=True, slots=True)
class Application:
    """``bound`` is the statement that binds, ``after`` what follows in the module, ``config`` keyword arguments."""

    name: str
    imports: str
    bound: str
    after: str = ""
    config: str = ""
    files: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    """Differences that are known: an extension's own record of its app, defaults that it writes into the config."""

    def tree(self) -> dict[str, bytes]:
        config = f"app.config.update({self.config})\n" if self.config else ""
        text = HEAD.format(imports=self.imports, config=config, bound=self.bound)
        tree = {"app.py": (text + ("\n\n" + self.after if self.after else "")).encode()}
        return tree | {path: content.encode() for path, content in self.files}

    @property
    def module(self) -> str:
        """The module that must be installed."""
        return self.imports.split()[1].partition(".")[0]


DATABASE = 'SQLALCHEMY_DATABASE_URI="sqlite://"'
MODEL = """\
class User(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20))


@app.route("/users")
def users():
    db.create_all()
    return str(User.query.count())
"""

APPLICATIONS: tuple[Application, ...] = (
    Application(
        "flask-sqlalchemy",
        "from flask_sqlalchemy import SQLAlchemy",
        "db = SQLAlchemy(app, session_options={'autoflush': False}, engine_options={'echo': False})",
        MODEL,
        DATABASE,
    ),
    Application(
        "flask-migrate",
        "from flask_migrate import Migrate\nfrom flask_sqlalchemy import SQLAlchemy",
        "db = SQLAlchemy(app)\nmigrate = Migrate(app, db, 'versions', compare_type=False, include_schemas=True)",
        MODEL,
        DATABASE,
    ),
    Application(
        "flask-pymongo",
        "from flask_pymongo import PyMongo",
        "mongo = PyMongo(app, 'mongodb://localhost:1/shop', connect=False)",
    ),
    Application(
        "flask-redis",
        "from flask_redis import FlaskRedis",
        "redis_client = FlaskRedis(app, config_prefix='CACHE', decode_responses=True)",
        config='CACHE_URL="redis://localhost:1/0"',
    ),
    Application(
        "flask-marshmallow",
        "from flask_marshmallow import Marshmallow",
        "ma = Marshmallow(app)",
        "class Schema(ma.Schema):\n    name = ma.String()\n",
    ),
    Application(
        "flask-login",
        "from flask_login import LoginManager, login_required",
        "login = LoginManager(app, False)\nlogin.login_view = 'index'",
        "@login.user_loader\ndef load(number):\n    return None\n\n\n"
        "@app.route('/private')\n@login_required\ndef private():\n    return ''\n",
    ),
    Application(
        "flask-security",
        "from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore, UserMixin\n"
        "from flask_sqlalchemy import SQLAlchemy",
        "db = SQLAlchemy(app)\n"
        "roles_users = db.Table('roles_users', db.Column('user', db.ForeignKey('user.id')), "
        "db.Column('role', db.ForeignKey('role.id')))\n\n\n"
        "class Role(db.Model, RoleMixin):\n    id = db.Column(db.Integer, primary_key=True)\n"
        "    name = db.Column(db.String(80))\n    permissions = db.Column(db.String(80))\n\n\n"
        "class User(db.Model, UserMixin):\n    id = db.Column(db.Integer, primary_key=True)\n"
        "    email = db.Column(db.String(80))\n    password = db.Column(db.String(80))\n"
        "    active = db.Column(db.Boolean)\n    fs_uniquifier = db.Column(db.String(64))\n"
        "    roles = db.relationship('Role', secondary=roles_users)\n\n\n"
        "users = SQLAlchemyUserDatastore(db, User, Role)\nsecurity = Security(app, users, register_blueprint=True)",
        config=DATABASE + ', SECURITY_PASSWORD_SALT="salt"',
        files=(("requirements.txt", "flask-security==5.6\n"),),
        ignored=("config-value SECURITY_TOKEN_EXPIRE_TIMESTAMP",),  # a function, shown by its address
    ),
    Application(
        "flask-bcrypt",
        "from flask_bcrypt import Bcrypt",
        "bcrypt = Bcrypt(app)",
        "@app.route('/check')\ndef check():\n"
        "    return str(bcrypt.check_password_hash(bcrypt.generate_password_hash('a'), 'a'))\n",
        "BCRYPT_LOG_ROUNDS=4",
    ),
    Application("flask-wtf", "from flask_wtf.csrf import CSRFProtect", "CSRFProtect(app)"),
    Application("flask-seasurf", "from flask_seasurf import SeaSurf", "csrf = SeaSurf(app)"),
    Application(
        "flask-principal", "from flask_principal import Principal", "principals = Principal(app, use_sessions=False)"
    ),
    Application(
        "flask-jwt-extended",
        "from flask_jwt_extended import JWTManager, jwt_required",
        "jwt = JWTManager(app, True)",
        "@jwt.unauthorized_loader\ndef unauthorized(reason):\n    return 'no', 401\n\n\n"
        "@app.route('/private')\n@jwt_required()\ndef private():\n    return ''\n",
        'JWT_SECRET_KEY="not a secret, but long enough for HS256"',
    ),
    Application(
        "flask-talisman",
        "from flask_talisman import Talisman",
        "Talisman(app, force_https=False, content_security_policy={'default-src': \"'self'\"})",
    ),
    Application(
        "authlib",
        "from authlib.integrations.flask_client import OAuth",
        "oauth = OAuth(app)",
        "oauth.register('site', client_id='a', client_secret='b', authorize_url='http://localhost/a')\n",
    ),
    Application(
        "flask-session",
        "from flask_session import Session",
        "Session(app)",
        config="SESSION_TYPE='cachelib', SESSION_CACHELIB=__import__('cachelib').SimpleCache()",
    ),
    Application(
        "flask-restful",
        "from flask_restful import Api, Resource",
        "api = Api(app, '/api', catch_all_404s=False, errors={'Gone': {'status': 410}})\n\n\n"
        "class Item(Resource):\n    def get(self, number):\n        return {'number': number}\n\n\n"
        "class Items(Resource):\n    def get(self):\n        return [1]\n\n\n"
        "api.add_resource(Item, '/items/<int:number>', endpoint='one')",
        "api.add_resource(Items, '/items', '/all')\n",
    ),
    Application(
        "flask-restx",
        "from flask_restx import Api, Resource",
        "api = Api(app, '2.0', 'Shop', doc='/doc', prefix='/api')",
        "@api.route('/items')\nclass Items(Resource):\n    def get(self):\n        return [1]\n",
    ),
    Application(
        "flask-smorest",
        "from flask_smorest import Api, Blueprint",
        "api = Api(app, spec_kwargs={'title': 'Shop'})",
        "pets = Blueprint('pets', 'pets', url_prefix='/pets')\n\n\n"
        "@pets.route('/')\ndef all_pets():\n    return []\n\n\n"
        "api.register_blueprint(pets)\n",
        'API_TITLE="Shop", API_VERSION="v1", OPENAPI_VERSION="3.0.2", OPENAPI_URL_PREFIX="/"',
    ),
    Application(
        "flasgger",
        "from flasgger import Swagger",
        "swagger = Swagger(app, template={'info': {'title': 'Shop'}}, parse=False)",
    ),
    Application(
        "flask-cors",
        "from flask_cors import CORS",
        "CORS(app, resources={r'/*': {'origins': 'http://localhost'}}, supports_credentials=True)",
    ),
    Application(
        "flask-limiter",
        "from flask_limiter import Limiter\nfrom flask_limiter.util import get_remote_address",
        "limiter = Limiter(get_remote_address, app=app, default_limits=['5 per day'], storage_uri='memory://')",
        "@app.route('/often')\n@limiter.exempt\ndef often():\n    return ''\n",
    ),
    Application("flask-compress", "from flask_compress import Compress", "Compress(app)", config="COMPRESS_MIN_SIZE=1"),
    Application(
        "flask-socketio",
        "from flask_socketio import SocketIO, emit",
        "socketio = SocketIO(app, async_mode='threading', cors_allowed_origins='*')",
        "@socketio.on('ping')\ndef ping(data):\n    emit('pong', data)\n",
    ),
    Application(
        "bootstrap-flask",
        "from flask_bootstrap import Bootstrap5",
        "bootstrap = Bootstrap5(app)",
        "@app.route('/page')\ndef page():\n    from flask import render_template_string\n\n"
        "    return render_template_string('{{ bootstrap.load_css() }}')\n",
    ),
    Application("flask-moment", "from flask_moment import Moment", "moment = Moment(app)"),
    Application(
        "flask-babel",
        "from flask_babel import Babel, get_locale",
        "babel = Babel(app, default_locale='de', locale_selector=lambda: 'fr', configure_jinja=True)",
        "@app.route('/locale')\ndef locale():\n    return str(get_locale())\n",
    ),
    Application(
        "flask-admin",
        "from flask_admin import Admin, BaseView, expose",
        "admin = Admin(app, 'Shop', '/office', endpoint='office')",
        "class Stock(BaseView):\n    @expose('/')\n    def index(self):\n        return 'stock'\n\n\n"
        "admin.add_view(Stock(name='Stock', endpoint='stock'))\n",
    ),
    Application(
        "flask-assets",
        "from flask_assets import Bundle, Environment",
        "assets = Environment(app)",
        "assets.register('all', Bundle('a.js', output='all.js'))\nassets.debug = True\n",
        ignored=("config-missing ASSETS_*", "config-missing RESOLVER"),
    ),
    Application(
        "flask-debugtoolbar",
        "from flask_debugtoolbar import DebugToolbarExtension",
        "toolbar = DebugToolbarExtension(app)",
        config="DEBUG_TB_ENABLED=True",
    ),
    Application(
        "flask-mail",
        "from flask_mail import Mail",
        "mail = Mail(app)",
        "@app.route('/send')\ndef send():\n    with mail.record_messages() as sent:\n"
        "        mail.send_message('Hello', sender='a@example.com', recipients=['b@example.com'], body='x')\n"
        "    return str(len(sent))\n",
        "TESTING=True",
    ),
    Application(
        "flask-mailman",
        "from flask_mailman import Mail",
        "mail = Mail(app)",
        "@app.route('/send')\ndef send():\n"
        "    return str(mail.send_mail('Hello', 'x', 'a@example.com', ['b@example.com']))\n",
        'MAIL_BACKEND="locmem"',
    ),
    Application(
        "flask-caching",
        "from flask_caching import Cache",
        "cache = Cache(app, config={'CACHE_TYPE': 'SimpleCache'})",
        "@app.route('/cached')\n@cache.cached(timeout=50)\ndef cached():\n    return 'cached'\n\n\n"
        "cache_key = cache.app if hasattr(cache, 'app') else None\n",
    ),
    Application(
        "flask-flatpages",
        "from flask_flatpages import FlatPages",
        "pages = FlatPages(app, 'blog')",
        "@app.route('/pages')\ndef all_pages():\n    return str(len(list(pages)))\n",
    ),
    Application("frozen-flask", "from flask_frozen import Freezer", "freezer = Freezer(app, log_url_for=False)"),
    Application("flask-ckeditor", "from flask_ckeditor import CKEditor", "ckeditor = CKEditor(app)"),
    Application("flask-menu", "from flask_menu import Menu", "Menu(app)"),
    Application(
        "flask-sitemap",
        "from flask_sitemap import Sitemap",
        "sitemap = Sitemap(app, command_name='map')",
        config="SITEMAP_INCLUDE_RULES_WITHOUT_PARAMS=True",
    ),
    Application(
        "flask-apscheduler",
        "from flask_apscheduler import APScheduler",
        "scheduler = APScheduler(app=app)",
        config="SCHEDULER_API_ENABLED=True",
    ),
    Application(
        "flask-executor",
        "from flask_executor import Executor",
        "executor = Executor(app, name='mail')",
        "@app.route('/later')\ndef later():\n    return str(executor.submit(pow, 2, 3).result())\n",
        ignored=("extension-changed mailexecutor.app",),
    ),
)
"""By the name of the distribution."""

NOT_RUN: dict[str, str] = {
    "flask-mongoengine": "does not run with Flask 3",
    "flask-peewee": "does not run with Flask 3",
    "pony": "needs a database of its own kind",
    "flask-elasticsearch": "does not run with Flask 3",
    "flask-msearch": "does not run with Flask 3",
    "flask-jwt": "does not run with Flask 3",
    "flask-openid": "has no wheel",
    "flask-oidc": "needs a file of secrets and an identity provider",
    "flask-oauthlib": "does not run with Flask 3",
    "flask-basicauth": "has no wheel",
    "flask-user": "does not run with Flask 3",
    "flask-kvsession": "does not run with Flask 3",
    "flask-restless": "does not run with Flask 3",
    "flask-gzip": "does not run with Python 3",
    "flask-gravatar": "does not run with Flask 3",
    "flask-misaka": "does not run with today's mistune",
    "flask-pagedown": "does not run with Flask 3",
    "flask-dropzone": "does not run with Flask 3",
    "flask-avatars": "needs Pillow",
    "flask-htmlmin": "does not run with Flask 3",
    "flask-minify": "needs a compiler",
    "flask-mako": "does not run with Flask 3",
    "flask-breadcrumbs": "does not run with Flask 3",
    "flask-images": "needs Pillow",
    "flask-mysqldb": "needs the client library of MySQL",
    "flask-mysql": "needs a MySQL server",
    "flask-jsglue": "does not run with Flask 3",
    "flask-googlemaps": "needs a key",
    "flask-qrcode": "needs Pillow",
    "flask-hashing": "has no wheel",
    "flask-mqtt": "needs a broker",
    "flask-static-digest": "has nothing that runs before files are digested",
    "flask-rq2": "does not run with Flask 3",
    "raven": "replaced by sentry-sdk, which has no init_app",
    "flask-heroku": "only reads the environment",
    "flask-healthz": "only adds two routes",
    "flask-script": "is refused",
    "flask-appbuilder": "is refused",
    "flask-markdown": "is refused",
    "flask-sslify": "is refused",
    "flask-injector": "is refused",
    "celery": "is refused",
    "flask-celery-helper": "is refused",
    "prometheus-flask-exporter": "is refused",
    "flask-bootstrap": "the application of bootstrap-flask runs the row; the module has the same name",
}
"""Distributions of the table that have no application above, and why."""
