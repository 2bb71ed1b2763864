from flask import current_app, g, redirect, request, url_for
from app import get_locale
from app.extensions import db
from app.models import Post
from app.email import send_later


def before_request():
    db.create_all()
    g.locale = str(get_locale())


def index():
    return 'index in ' + g.locale


def explore():
    posts = Post.query.limit(current_app.config['POSTS_PER_PAGE'])
    return ', '.join(post.body for post in posts)


def post():
    db.session.add(Post(body=request.form['body']))
    db.session.commit()
    send_later('A new post')
    return redirect(url_for('explore'))


def register():
    return 'register'


def register_routes(app):
    app.before_request(before_request)
    app.add_url_rule('/index', view_func=index, methods=['GET', 'POST'])
    app.add_url_rule('/', view_func=index, methods=['GET', 'POST'])
    app.add_url_rule('/explore', view_func=explore)
    app.add_url_rule('/post', view_func=post, methods=['POST'])
    app.add_url_rule('/register', view_func=register)
