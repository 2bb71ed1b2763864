from admin import app as admin_app
from public import app as public_app


@admin_app.route('/')
@public_app.route('/')
def index():
    return 'index'
