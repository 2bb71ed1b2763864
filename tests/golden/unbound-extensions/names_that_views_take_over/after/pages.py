from site_app import app, login
from extensions import mail


@app.route('/')
def index():
    return login() + type(mail).__name__
