from flask import Blueprint, abort, redirect, url_for

from blog.store import POSTS

bp = Blueprint('post', __name__)


@bp.route('/post/new', methods=['POST'])
def new_post():
    number = max(POSTS) + 1
    POSTS[number] = 'new'
    return redirect(url_for('post.post', number=number))


@bp.route('/post/<int:number>')
def post(number):
    if number not in POSTS:
        abort(404)
    return POSTS[number] + url_for('main.home')
