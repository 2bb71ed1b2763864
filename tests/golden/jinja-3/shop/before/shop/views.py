from flask import Blueprint, render_template

bp = Blueprint('shop', __name__)
GOODS = {'tea': 3, 'milk': 1}


@bp.route('/')
def index():
    return render_template('shop/index.html', goods=GOODS)
