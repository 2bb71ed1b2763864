from flask.ext.wtf import Form
from flask_wtf.html5 import EmailField
from wtforms import StringField
from wtforms.validators import DataRequired


class BaseForm(Form):
    pass


class LoginForm(BaseForm):
    email = EmailField("E-mail", validators=[DataRequired()])

    def validate(self):
        if not BaseForm.validate(self):
            return False
        return self.email.data != "admin@example.com"


class SearchForm(Form):
    words = StringField("Words")
