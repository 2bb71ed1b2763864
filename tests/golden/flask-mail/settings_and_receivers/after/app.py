from flask import Flask
from flask_mail import Mail, Message, email_dispatched

app = Flask(__name__)
app.config.from_object("config")
mail = Mail(app)


def log(app, message):
    app.logger.info(message.subject)


email_dispatched.connect(log)


def send(subject, to):
    message = Message(subject, recipients=[to])
    if not message.has_bad_headers():
        mail.send(message)
