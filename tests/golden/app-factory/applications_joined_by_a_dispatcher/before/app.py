from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import run_simple

from admin import app as admin_app

app = Flask(__name__)
app.config['TITLE'] = 'front'


@app.route('/')
def index():
    return app.config['TITLE']


app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {'/admin': admin_app})

if __name__ == '__main__':
    app.run()
