from flask_wtf import FlaskForm
from wtforms import IntegerField, PasswordField, StringField, SubmitField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, EqualTo, Length, NumberRange

from bookshelf.models import Book, Member


class LoginForm(FlaskForm):
    email = StringField('Email', validators=[DataRequired()])
    password = PasswordField('Password', validators=[DataRequired()])
    submit = SubmitField('Log in')


class RegistrationForm(FlaskForm):
    name = StringField('Name', validators=[DataRequired(), Length(max=64)])
    email = StringField('Email', validators=[DataRequired(), Length(max=120)])
    password = PasswordField('Password', validators=[DataRequired()])
    password2 = PasswordField('Repeat password', validators=[DataRequired(), EqualTo('password')])
    submit = SubmitField('Register')

    def validate_email(self, field):
        if Member.query.filter_by(email=field.data).first() is not None:
            raise ValidationError('Please use a different email address.')


class BookForm(FlaskForm):
    title = StringField('Title', validators=[DataRequired(), Length(max=120)])
    author = StringField('Author', validators=[DataRequired(), Length(max=80)])
    isbn = StringField('ISBN', validators=[DataRequired(), Length(min=10, max=13)])
    year = IntegerField('Year', validators=[DataRequired(), NumberRange(min=1400, max=2100)])
    copies = IntegerField('Copies', default=1, validators=[NumberRange(min=1, max=99)])
    submit = SubmitField('Save')

    def validate_isbn(self, field):
        if Book.query.filter_by(isbn=field.data).count() > 0:
            raise ValidationError('We have this book already.')


class ReviewForm(FlaskForm):
    stars = IntegerField('Stars', validators=[DataRequired(), NumberRange(min=1, max=5)])
    text = TextAreaField('Review')
    submit = SubmitField('Send')
