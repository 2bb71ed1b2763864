from flask_wtf import FlaskForm
from wtforms import TextField, PasswordField
from wtforms.validators import Email, EqualTo, Required


class SignUp(FlaskForm):
    email = TextField(validators=[Required(), Email(),
                                  # asked for by the newsletter
                                  EqualTo('again',
                                          message='They differ.')],
                      description='E-mail address')
    again = TextField(
        validators=[Required()],
        description='Once more')
    password = PasswordField(validators=[
        Required(),
    ], description='Password')
    name = TextField('Name', validators=[Required()],
        description='Indented by hand')
