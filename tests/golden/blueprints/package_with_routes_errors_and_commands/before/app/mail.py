from flask import render_template
from app import app


def reset_mail(user):
    app.logger.info('reset %s', user)
    return render_template('email/reset.txt', user=user), render_template('email/reset.html', user=user)
