from flask import Flask, redirect
from flask_login import LoginManager
from flask_mail import Mail

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
login = LoginManager(app)
mail = Mail(app)


@login.user_loader
def load_user(number):
    return None


@app.route('/login')
def login():
    return 'login'


import pages
