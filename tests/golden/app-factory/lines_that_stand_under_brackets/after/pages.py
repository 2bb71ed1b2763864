"""Pages of a catalogue, in a file that keeps to 79 columns a line."""
from flask import Flask, current_app, jsonify, request


def create_app():
    app = Flask(__name__)
    app.config['PER_PAGE'] = 2
    app.config['THINGS'] = ['anvil', 'bell', 'candle', 'drum', 'easel',
                            'flute']
    register_routes(app)
    app.jinja_env.globals.update(page_of=page_of, first='anvil',
                                 second='bells')
    if app.config['PER_PAGE'] > 1:
        app.jinja_env.globals.update(a_page=page_of, first_thing='anvil',
                                     bells=2)
    return app


def register_routes(app):
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/some', view_func=some)


def page_of(things, page, per_page, start_at_zero=False, error_out=True, to=0):
    first = (page if start_at_zero else page - 1) * per_page
    return things[first:first + per_page][to:]


def index():
    page = request.args.get('page', 1, type=int)
    return jsonify(page_of(current_app.config['THINGS'], page,
                           current_app.config['PER_PAGE']))


def some():
    one = page_of(current_app.config['THINGS'],
                  request.args.get('page', 1, type=int),
                  per_page=current_app.config['PER_PAGE'], start_at_zero=False,
                  to=1)
    return jsonify(one)


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
