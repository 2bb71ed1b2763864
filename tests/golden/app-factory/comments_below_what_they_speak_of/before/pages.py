from flask import Flask, g
from flask_login import LoginManager

login_manager = LoginManager()

app = Flask(__name__)
# app = Flask(__name__, static_folder='public')

app.secret_key = 'comments'
login_manager.init_app(app)

"""
Who is there, for every request.
"""
@app.before_request
def load():
    g.user = 'ann'

    # g.user = 'bob'


login_manager.login_view = 'index'
# login_manager.login_message = 'Who are you?'


@app.route('/')
def index():
    return g.user

  # the end of the pages

app.config['SIZE'] = 3
