from flask_session import RedisSessionInterface, Session
from flask_session.sessions import NullSessionInterface


class Sessions(RedisSessionInterface):
    pass


def choose(app):
    app.session_interface = NullSessionInterface()
    Session(app)
