from threading import Thread

from flask import current_app


def send_async_email(app, subject):
    with app.app_context():
        app.logger.info(subject)


def send_later(subject):
    app = current_app._get_current_object()
    Thread(target=send_async_email, args=(app, subject)).start()
