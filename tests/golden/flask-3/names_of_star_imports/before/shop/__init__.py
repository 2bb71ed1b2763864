"""A shop."""

from flask import *

app = Flask(__name__)


@app.route("/")
def index():
    return Markup("<b>%s</b>") % escape("a<b") + json.dumps([1])


from shop import more
