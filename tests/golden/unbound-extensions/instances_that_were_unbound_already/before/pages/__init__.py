from flask import Flask
from flask_bcrypt import Bcrypt
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

# Guards all forms
csrf = CSRFProtect()

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'

login_manager = LoginManager()
login_manager.init_app(app)
login_manager.login_view = 'signin'
csrf.init_app(app)

bcrypt = Bcrypt(app)


@login_manager.user_loader
def load_user(number):
    return None


from pages import views
