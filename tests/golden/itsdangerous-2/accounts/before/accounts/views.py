from flask import Blueprint, url_for
from itsdangerous import json

from accounts.models import User

accounts = Blueprint('accounts', __name__)


@accounts.route('/reset')
def reset():
    return json.dumps(url_for('accounts.reset', token=User().reset_token()))
