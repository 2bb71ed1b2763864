from flask_login import LoginManager
from flask_mail import Mail

login = LoginManager()
mail = Mail()
