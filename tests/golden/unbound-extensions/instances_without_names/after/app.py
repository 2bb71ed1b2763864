"""A page behind forms."""

from flask import Flask

from extensions import cors, csrf

application = app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
cors.init_app(app)
csrf.init_app(application)


@app.route('/api/', methods=['GET', 'POST'])
def index():
    return {'ok': True}
