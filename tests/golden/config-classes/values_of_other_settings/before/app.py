import os

from flask import Flask

app = Flask(__name__)

# Create dummy secrey key so we can use sessions
app.config['SECRET_KEY'] = '123456790'

# Create in-memory database
app.config['DATABASE_FILE'] = 'sample_db.sqlite'
app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///' + app.config['DATABASE_FILE']
app.config['TABLES'] = [name + app.config['DATABASE_FILE'] for name in ('a', 'b')]
app.config['MODE'] = app.config['SESSION_COOKIE_NAME'] + 'x'


@app.route('/')
def index():
    return app.config['SQLALCHEMY_DATABASE_URI'] + app.config['MODE'] + os.sep
