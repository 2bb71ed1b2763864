import os
from urllib.parse import quote, urlencode, urlsplit

from flask import Blueprint, current_app, redirect, request, url_for
from markupsafe import escape_silent
from werkzeug.utils import secure_filename

from shop import cache

shop = Blueprint('shop', __name__)


def _is_safe(target):
    return not target or urlsplit(target).netloc in ('', urlsplit(request.host_url).netloc)


@shop.route('/')
def index():
    page = cache.get('index')
    if page is None:
        page = u'<h1>%s</h1>' % escape_silent(request.args.get('title', u'Shop'))
        cache.set('index', page)
    return page


@shop.route('/search')
def search():
    return redirect(url_for('shop.index') + '?' + urlencode(list(request.args.items(multi=True))))


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
    return '/images/' + quote(name, safe="/:")
