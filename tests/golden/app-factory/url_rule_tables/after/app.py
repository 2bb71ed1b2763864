from flask import Flask

import views

RULES = [
    ('/', 'index', views.index),
    ('/about', 'about', views.about),
]


def create_app():
    app = Flask(__name__, subdomain_matching=True)
    app.config['SERVER_NAME'] = 'example.com'
    app.static_folder = 'assets'
    app.url_map.strict_slashes = False
    for rule, endpoint, view in RULES:
        app.add_url_rule(rule, endpoint, view)

    app.add_url_rule('/status', subdomain='api', view_func=views.status)
    return app


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
