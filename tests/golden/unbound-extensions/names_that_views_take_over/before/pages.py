from site_app import app, login, mail


@app.route('/')
def index():
    return login() + type(mail).__name__
