from flask import Blueprint, render_template, session
from blog import app
from blog.store import POSTS

bp = Blueprint('main', __name__)


def signed_in():
    return 'user' in session


@bp.route('/')
@bp.route('/home')
def home():
    posts = sorted(POSTS)[:app.config['POSTS']]
    return render_template('home.html', posts=posts)


@bp.route('/login')
def login():
    session['user'] = 'ann'
    return str(signed_in())


@bp.route('/admin')
def admin():
    return 'yes' if signed_in() else 'no'
