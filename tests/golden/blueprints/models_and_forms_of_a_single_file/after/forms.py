from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField
from wtforms.validators import DataRequired, ValidationError

from models import User


# -- views --


class EntryForm(FlaskForm):
    title = StringField('Title', validators=[DataRequired()])
    name = StringField('Name', validators=[DataRequired()])
    submit = SubmitField('Write')

    def validate_name(self, field):
        if User.query.filter_by(name=field.data).first() is None:
            raise ValidationError('nobody has that name')
