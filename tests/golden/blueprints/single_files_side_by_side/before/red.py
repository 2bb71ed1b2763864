from flask import Flask
from flask_wtf import FlaskForm
from wtforms import StringField

app = Flask(__name__)
app.secret_key = 'red'
app.config['WTF_CSRF_ENABLED'] = False


class RedForm(FlaskForm):
    shade = StringField()


@app.route('/red', methods=['GET', 'POST'])
def shade():
    return RedForm().shade.data or 'none'
