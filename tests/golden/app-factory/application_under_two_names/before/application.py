from flask import Flask

application = app = Flask(__name__)
application.debug = False
app.config['NAME'] = 'two names'


@application.route('/')
def index():
    return app.config['NAME'] + application.name


@app.errorhandler(404)
def not_found(error):
    return 'no', 404
