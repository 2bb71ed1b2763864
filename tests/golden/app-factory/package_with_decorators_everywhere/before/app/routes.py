from flask import g, redirect, request, url_for
from app import app, get_locale
from app.extensions import db
from app.models import Post
from app.email import send_later


@app.before_request
def before_request():
    db.create_all()
    g.locale = str(get_locale())


@app.route('/', methods=['GET', 'POST'])
@app.route('/index', methods=['GET', 'POST'])
def index():
    return 'index in ' + g.locale


@app.route('/explore')
def explore():
    posts = Post.query.limit(app.config['POSTS_PER_PAGE'])
    return ', '.join(post.body for post in posts)


@app.route('/post', methods=['POST'])
def post():
    db.session.add(Post(body=request.form['body']))
    db.session.commit()
    send_later('A new post')
    return redirect(url_for('explore'))


@app.route('/register')
def register():
    return 'register'
