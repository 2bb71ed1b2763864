import os

from flask import Flask

TITLE = 'Wiki'
GREETING = 'Welcome to %s' % TITLE
print_title = TITLE.upper()
if 'WIKI_PATH' in os.environ:
    WIKI_PATH = os.environ['WIKI_PATH']
else:
    WIKI_PATH = 'pages'
CACHE = {}
WORDS = [word.strip() for word in 'a, b'.split(',')]
SECRET_KEY = 'xyzzy'

app = Flask(__name__)
app.config.from_object(__name__)


@app.route('/')
def index():
    app.config['CACHE']['/'] = GREETING
    return print_title + WIKI_PATH + app.config['WORDS'][0]
