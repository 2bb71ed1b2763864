"""Extensions."""
from flask_moment import Moment
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
moment = Moment()


def everything():
    return [db, moment]
