import datetime
from flask import render_template, url_for, redirect, session, abort
from blog import app
from blog.store import POSTS


def signed_in():
    return 'user' in session


@app.route('/')
@app.route('/home')
def home():
    posts = sorted(POSTS)[:app.config['POSTS']]
    return render_template('home.html', posts=posts)


@app.route('/post/new', methods=['POST'])
def new_post():
    number = max(POSTS) + 1
    POSTS[number] = 'new'
    return redirect(url_for('post', number=number))


@app.route('/post/<int:number>')
def post(number):
    if number not in POSTS:
        abort(404)
    return POSTS[number] + url_for('home')


# ------------------------------------------------ accounts
def account_title(name):
    """How an account is headed."""
    app.logger.info('account of %s', name)
    return name.title()


@app.route('/account/<name>')
def account(name):
    return account_title(name)


@app.route('/account/<name>/since')
def account_since(name):
    return account_title(name) + str(datetime.date(2020, 1, 1))


@app.route('/login')
def login():
    session['user'] = 'ann'
    return str(signed_in())


@app.route('/admin')
def admin():
    return 'yes' if signed_in() else 'no'
