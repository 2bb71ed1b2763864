"""Pages of a catalogue, in a file that keeps to 79 columns a line."""
from flask import Flask, jsonify, request

app = Flask(__name__)
app.config['PER_PAGE'] = 2
app.config['THINGS'] = ['anvil', 'bell', 'candle', 'drum', 'easel', 'flute']


def page_of(things, page, per_page, start_at_zero=False, error_out=True, to=0):
    first = (page if start_at_zero else page - 1) * per_page
    return things[first:first + per_page][to:]


@app.route('/')
def index():
    page = request.args.get('page', 1, type=int)
    return jsonify(page_of(app.config['THINGS'], page, app.config['PER_PAGE']))


@app.route('/some')
def some():
    one = page_of(app.config['THINGS'], request.args.get('page', 1, type=int),
                  per_page=app.config['PER_PAGE'], start_at_zero=False, to=1)
    return jsonify(one)


app.jinja_env.globals.update(page_of=page_of, first='anvil', second='bells')
if app.config['PER_PAGE'] > 1:
    app.jinja_env.globals.update(a_page=page_of, first_thing='anvil', bells=2)
