import os

from flask import Flask

basedir = os.path.abspath(os.path.dirname(__file__))


# all there is to set
class ConfigClass(object):
    """ Flask application config """

    # Flask settings
    SECRET_KEY = 'This is an INSECURE secret!! DO NOT use this in production!!'

    # Flask-SQLAlchemy settings
    DATABASE = 'basic_app.sqlite'
    SQLALCHEMY_DATABASE_URI = 'sqlite:///' + os.path.join(
        basedir,
        DATABASE)
    SQLALCHEMY_TRACK_MODIFICATIONS = False    # Avoids warning
    LANGUAGES = {
        'en': 'English',
        'de': 'German',
    }


app = Flask(__name__)
app.config.from_object(__name__ + '.ConfigClass')
app.config['COLOUR'] = 'red'


@app.route('/')
def index():
    return app.config['COLOUR'] + app.config['LANGUAGES']['de']
