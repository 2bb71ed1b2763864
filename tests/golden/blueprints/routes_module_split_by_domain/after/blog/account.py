import datetime

from flask import Blueprint, current_app

bp = Blueprint('account', __name__)


# ------------------------------------------------ accounts
def account_title(name):
    """How an account is headed."""
    current_app.logger.info('account of %s', name)
    return name.title()


@bp.route('/account/<name>')
def account(name):
    return account_title(name)


@bp.route('/account/<name>/since')
def account_since(name):
    return account_title(name) + str(datetime.date(2020, 1, 1))
