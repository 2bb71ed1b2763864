"""A small shop, all in one file."""
import click
from flask import Flask, g, jsonify, render_template_string, request

# The application.
app = Flask(__name__)
app.config['GREETING'] = 'Hello'
app.config['PER_PAGE'] = 10  # items
app.secret_key = 'dev'


@app.before_request
def note_the_path():
    g.path = request.path


@app.context_processor
def inject_shop():
    return {'shop': app.name}


@app.template_filter()
def shout(text):
    return text.upper()


@app.template_filter('quiet')
def whisper(text):
    return text.lower()


@app.template_global()
def per_page():
    return app.config['PER_PAGE']


# -- views --


@app.route('/')
@app.route('/index')
def index():
    return render_template_string('{{ shop|shout }} {{ "A"|quiet }} {{ per_page() }}')


@app.route('/hello/<name>', methods=['GET', 'POST'])
def hello(name):
    return '%s, %s from %s' % (app.config['GREETING'], name, g.path)


@app.route(
    '/twice',
    defaults={'times': 2},
)
@app.route('/twice/<int:times>')  # as often as you like
def twice(times):
    return 'again ' * times


@app.get('/boom')
def boom():
    raise KeyError('boom')


@app.errorhandler(404)
def not_found(error):
    app.logger.info('not found: %s', request.path)
    return jsonify(error='not found'), 404


@app.errorhandler(KeyError)
def missing_key(error):
    return jsonify(error='missing'), 400


@app.after_request
def add_header(response):
    response.headers['X-Shop'] = 'yes'
    return response


@app.cli.command('stock')
@click.argument('item', default='tea')
def stock_command(item):
    """Says what is in stock."""
    click.echo(item)


@app.shell_context_processor
def shell_names():
    return {'index': index}


if __name__ == '__main__':
    app.run(debug=True)
