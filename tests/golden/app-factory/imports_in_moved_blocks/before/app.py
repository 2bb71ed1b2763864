import logging

from flask import Flask

app = Flask(__name__)

if not app.debug:
    import logging
    handler = logging.NullHandler()
    app.logger.addHandler(handler)


@app.route('/')
def index():
    logging.getLogger('x').info('index')
    return 'index'
