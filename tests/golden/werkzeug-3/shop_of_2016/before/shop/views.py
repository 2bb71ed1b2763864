import os

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug import secure_filename
from werkzeug.urls import url_encode, url_parse, url_quote
from werkzeug.utils import escape

from shop import cache

shop = Blueprint('shop', __name__)


def _is_safe(target):
    return not target or url_parse(target).netloc in ('', url_parse(request.host_url).netloc)


@shop.route('/')
def index():
    page = cache.get('index')
    if page is None:
        page = u'<h1>%s</h1>' % escape(request.args.get('title', u'Shop'))
        cache.set('index', page)
    return page


@shop.route('/search')
def search():
    return redirect(url_for('shop.index') + '?' + url_encode(request.args))


@shop.route('/login', methods=['POST'])
def login():
    target = request.args.get('next')
    if not _is_safe(target):
        target = None
    return redirect(target or url_for('shop.index'))


@shop.route('/upload', methods=['POST'])
def upload():
    image = request.files['image']
    name = secure_filename(image.filename)
    image.save(os.path.join(current_app.instance_path, name))
    if request.user_agent.platform == 'iphone':
        return 'small'
    return '/images/' + url_quote(name)
