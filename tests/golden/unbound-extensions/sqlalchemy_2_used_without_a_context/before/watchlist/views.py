from threading import Thread

from watchlist import app, mail
from watchlist.models import Movie


def send_async_email(message):
    mail.send(message)


@app.route('/')
def index():
    return Movie.__name__


@app.route('/send')
def send():
    thread = Thread(target=send_async_email, args=[None])
    return thread.name.partition('-')[0]
