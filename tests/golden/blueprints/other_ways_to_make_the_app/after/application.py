import flask
from flask import Blueprint, json

bp = Blueprint('main', __name__)


class Site(flask.Flask):
    """An app with its own JSON."""

    def make_null_session(self):
        return super().make_null_session()


application = app = Site(__name__)
application.config["NAME"] = 'site'


@bp.route('/')
def index():
    return flask.url_for('main.data')


@bp.route('/data')
def data():
    return json.dumps({'index': flask.url_for('main.index')})


app.register_blueprint(bp)


if __name__ == '__main__':
    application.run()
