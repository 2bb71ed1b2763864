from flask import Flask
from flask_wtf import FlaskForm
from wtforms import StringField

app = Flask(__name__)
app.secret_key = 'blue'
app.config['WTF_CSRF_ENABLED'] = False


class BlueForm(FlaskForm):
    shade = StringField()


@app.route('/blue', methods=['GET', 'POST'])
def shade():
    return BlueForm().shade.data or 'none'
