from flask import Flask

application = app = Flask(__name__)
application.config['SECRET_KEY'] = 'top-secret!'
app.config['COLOUR'] = 'blue'


@app.route('/')
def index():
    return app.config['COLOUR']
