from flask import render_template, url_for, flash, redirect
from flaskblog import app
from flaskblog.extensions import bcrypt, db, mail
from flaskblog.forms import RegistrationForm
from flaskblog.models import User
from flask_login import login_user, current_user, login_required
from flask_mail import Message


@app.route("/")
@app.route("/home")
def home():
    return render_template('home.html', users=User.query.count())


@app.route("/register", methods=['GET', 'POST'])
def register():
    if current_user.is_authenticated:
        return redirect(url_for('home'))
    form = RegistrationForm()
    if form.validate_on_submit():
        hashed_password = bcrypt.generate_password_hash(form.password.data).decode('utf-8')
        user = User(username=form.username.data, password=hashed_password)
        db.session.add(user)
        db.session.commit()
        flash('Your account has been created! You are now able to log in', 'success')
        return redirect(url_for('login'))
    return render_template('register.html', form=form)


@app.route("/login")
def login():
    login_user(User.query.first_or_404())
    return redirect(url_for('account'))


@app.route("/account")
@login_required
def account():
    message = Message('Hello', sender='noreply@demo.com', recipients=['a@example.com'])
    message.body = url_for('account', _external=True)
    with mail.record_messages() as outbox:
        app.testing = True
        return str(len(outbox)) + message.body
