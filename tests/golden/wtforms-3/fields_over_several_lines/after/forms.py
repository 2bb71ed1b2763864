from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Email, EqualTo


class SignUp(FlaskForm):
    email = StringField(validators=[DataRequired(), Email(),
                                    # asked for by the newsletter
                                    EqualTo('again',
                                            message='They differ.')],
                        description='E-mail address')
    again = StringField(
        validators=[DataRequired()],
        description='Once more')
    password = PasswordField(validators=[
        DataRequired(),
    ], description='Password')
    name = StringField('Name', validators=[DataRequired()],
        description='Indented by hand')
