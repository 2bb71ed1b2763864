from flask import g, redirect, render_template_string, url_for
from flask_babel import get_locale
from flask_login import current_user, login_required, login_user
from app import app
from app.extensions import db
from app.models import User, Post


@app.before_request
def before_request():
    g.locale = str(get_locale())


@app.route('/')
@app.route('/index')
@login_required
def index():
    posts = db.session.execute(db.select(Post)).scalars().all()
    return render_template_string('{{ g.locale }} {{ posts|length }}', posts=posts)


@app.route('/login', methods=['GET', 'POST'])
def login():
    if current_user.is_authenticated:
        return redirect(url_for('index'))
    user = db.session.scalar(db.select(User).limit(1))
    if user is None:
        return 'Nobody is there'
    login_user(user)
    return redirect(url_for('index'))
