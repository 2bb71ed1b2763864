from flask import Flask
from flask_mail import Mail, Message, email_dispatched

app = Flask(__name__)
app.config.from_object("config")
mail = Mail(app)


def log(message, app):
    app.logger.info(message.subject)


email_dispatched.connect(log)


def send(subject, to):
    message = Message(subject, recipients=[to])
    if not message.is_bad_headers():
        mail.send(message)
