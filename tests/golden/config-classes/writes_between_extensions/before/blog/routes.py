from blog import app, login_manager


@login_manager.user_loader
def load_user(user_id):
    return None


@app.route('/')
def home():
    return app.config['MAIL_SERVER']


@app.route('/login')
def login():
    return 'login'
