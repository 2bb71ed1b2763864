import os

from flask import Flask

from plugins import register_plugins

app = Flask(__name__)
app.config['LIMIT'] = 1
if 'PLUGIN_LIMIT' in os.environ:
    app.config['LIMIT'] = int(os.environ['PLUGIN_LIMIT'])
else:
    app.config.setdefault('LIMIT', 2)

register_plugins(app, prefix='/extra')


def add_routes():
    """Routes that are made in a function."""
    @app.route('/late')
    def late():
        return str(app.config['LIMIT'])

    app.add_url_rule('/', 'index', lambda: 'index')


add_routes()
