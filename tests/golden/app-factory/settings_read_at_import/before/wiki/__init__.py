from flask import Flask

app = Flask(__name__)
app.config['PER_PAGE'] = 20
app.config['SECRET_KEY'] = 'wiki'
app.config['TITLE'] = 'A wiki'

log = app.logger
title = app.config['TITLE']

from wiki import pages, tokens


@app.route('/')
def index():
    log.debug('index')
    return title
