import os

from flask import Flask

from config import GREETING, TITLE, get_config

print_title = TITLE.upper()
if 'WIKI_PATH' in os.environ:
    WIKI_PATH = os.environ['WIKI_PATH']
else:
    WIKI_PATH = 'pages'
CACHE = {}

app = Flask(__name__)
app.config.from_object(__name__)
app.config.from_object(get_config())


@app.route('/')
def index():
    app.config['CACHE']['/'] = GREETING
    return print_title + WIKI_PATH + app.config['WORDS'][0]
