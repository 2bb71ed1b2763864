from flask import Flask, redirect

from extensions import login, mail

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret'
login.init_app(app)
mail.init_app(app)


@login.user_loader
def load_user(number):
    return None


@app.route('/login')
def login():
    return 'login'


import pages
