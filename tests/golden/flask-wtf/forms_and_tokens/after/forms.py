from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired


class BaseForm(FlaskForm):
    pass


class LoginForm(BaseForm):
    email = EmailField("E-mail", validators=[DataRequired()])

    def validate(self, extra_validators=None):
        if not BaseForm.validate(self, extra_validators):
            return False
        return self.email.data != "admin@example.com"


class SearchForm(FlaskForm):
    words = StringField("Words")
