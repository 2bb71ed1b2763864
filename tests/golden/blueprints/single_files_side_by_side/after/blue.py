from flask import Flask

from views import bp as main_bp

app = Flask(__name__)
app.secret_key = 'blue'
app.config['WTF_CSRF_ENABLED'] = False

app.register_blueprint(main_bp)
