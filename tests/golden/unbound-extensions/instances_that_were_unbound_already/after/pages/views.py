from flask_login import login_required
from pages import app
from pages.extensions import csrf, login_manager


@app.route('/')
@login_required
def index():
    return login_manager.login_view


@app.route('/signin', methods=['GET', 'POST'])
@csrf.exempt
def signin():
    return 'sign in'
