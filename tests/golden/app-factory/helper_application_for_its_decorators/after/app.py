from flask import Flask, render_template_string

from filters import helper


def create_app():
    app = Flask(__name__)
    app.jinja_env.filters.update(helper.jinja_env.filters)
    app.add_url_rule('/', view_func=index)
    return app


def index():
    return render_template_string("{{ 'ann'|shout }}")


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
