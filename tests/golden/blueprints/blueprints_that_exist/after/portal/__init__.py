from flask import Blueprint, Flask

bp = Blueprint('portal', __name__)

app = Flask(__name__)

# Import the views
from portal.views import main, user, error
app.register_blueprint(main.bp)
app.register_blueprint(error.bp)
app.register_blueprint(user.userbp, url_prefix='/user')


@bp.route('/health')
def health():
    return 'fine'


app.register_blueprint(bp)


from portal import admin

app.register_blueprint(admin.admin_bp)
