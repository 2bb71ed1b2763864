from flask_session import Session
from flask_session.redis import RedisSessionInterface
from flask_session.sessions import NullSessionInterface


class Sessions(RedisSessionInterface):
    pass


def choose(app):
    app.session_interface = NullSessionInterface()
    Session(app)
