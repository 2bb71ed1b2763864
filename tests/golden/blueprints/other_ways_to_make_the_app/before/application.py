import flask
from flask import json


class Site(flask.Flask):
    """An app with its own JSON."""

    def make_null_session(self):
        return super().make_null_session()


application = app = Site(__name__)
application.config["NAME"] = 'site'


@application.route('/')
def index():
    return flask.url_for('data')


@app.route('/data')
def data():
    return json.dumps({'index': flask.url_for('index')})


if __name__ == '__main__':
    application.run()
