import os

from flask import Flask

DATABASE = os.path.join(os.getcwd(), 'blog.db')

app = Flask(__name__)
app.config.from_object(__name__)

PER_PAGE = 30


@app.route('/')
def index():
    return '%s %d' % (os.path.basename(app.config['DATABASE']), PER_PAGE)
