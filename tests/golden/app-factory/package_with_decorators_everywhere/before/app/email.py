from threading import Thread
from app import app


def send_async_email(app, subject):
    with app.app_context():
        app.logger.info(subject)


def send_later(subject):
    Thread(target=send_async_email, args=(app, subject)).start()
