from itertools import groupby

from flask import Flask, render_template
from markupsafe import Markup, escape

app = Flask(__name__)


class Pairs:
    """Goes over pairs as it always did."""

    def __init__(self, pairs):
        self.pairs = pairs

    def has_key(self, name):
        return name in dict(self.pairs)


@app.template_filter()
def tojson(value):
    return "<%s>" % value


@app.template_filter("indent")
def indented(text, width=4, indentfirst=False):
    return " " * width * indentfirst + text


@app.template_filter()
def pprint(value, verbose=False):
    return Markup(escape(value)) if verbose else value


@app.route("/")
def index():
    pairs = Pairs([("a", 1)])
    return render_template("index.html", pairs=pairs, known=pairs.has_key("a"), groups=len(list(groupby("aab"))))
