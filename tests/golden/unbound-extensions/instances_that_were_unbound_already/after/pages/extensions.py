from flask_bcrypt import Bcrypt
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

# Guards all forms
csrf = CSRFProtect()
login_manager = LoginManager()
bcrypt = Bcrypt()
