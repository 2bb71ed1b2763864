"""A small shop, all in one file."""
import click
from flask import Flask, current_app, g, jsonify, render_template_string, request
from flask.cli import with_appcontext


def create_app():
    # The application.
    app = Flask(__name__)
    app.config['GREETING'] = 'Hello'
    app.config['PER_PAGE'] = 10  # items
    app.secret_key = 'dev'
    app.before_request(note_the_path)
    app.context_processor(inject_shop)
    app.add_template_filter(shout)
    app.add_template_filter(whisper, 'quiet')
    app.add_template_global(per_page)
    register_routes(app)
    register_error_handlers(app)
    app.after_request(add_header)
    app.cli.add_command(stock_command)
    app.shell_context_processor(shell_names)
    return app


def register_routes(app):
    app.add_url_rule('/index', view_func=index)
    app.add_url_rule('/', view_func=index)
    app.add_url_rule('/hello/<name>', view_func=hello, methods=['GET', 'POST'])
    app.add_url_rule('/twice/<int:times>', view_func=twice)
    app.add_url_rule('/twice', view_func=twice, defaults={'times': 2})
    app.add_url_rule('/boom', view_func=boom)


def register_error_handlers(app):
    app.register_error_handler(404, not_found)
    app.register_error_handler(KeyError, missing_key)


def note_the_path():
    g.path = request.path


def inject_shop():
    return {'shop': current_app.name}


def shout(text):
    return text.upper()


def whisper(text):
    return text.lower()


def per_page():
    return current_app.config['PER_PAGE']


# -- views --


def index():
    return render_template_string('{{ shop|shout }} {{ "A"|quiet }} {{ per_page() }}')


def hello(name):
    return '%s, %s from %s' % (current_app.config['GREETING'], name, g.path)


# as often as you like
def twice(times):
    return 'again ' * times


def boom():
    raise KeyError('boom')


def not_found(error):
    current_app.logger.info('not found: %s', request.path)
    return jsonify(error='not found'), 404


def missing_key(error):
    return jsonify(error='missing'), 400


def add_header(response):
    response.headers['X-Shop'] = 'yes'
    return response


@click.command('stock')
@with_appcontext
@click.argument('item', default='tea')
def stock_command(item):
    """Says what is in stock."""
    click.echo(item)


def shell_names():
    return {'index': index}


def __getattr__(name):
    """Makes `app` when it is first asked for: for what still imports it from here."""
    if name == 'app':
        globals()['app'] = create_app()
        return globals()[name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


if __name__ == '__main__':
    create_app().run(debug=True)
