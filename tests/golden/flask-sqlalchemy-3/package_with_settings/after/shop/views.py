from flask import Blueprint, jsonify, request

from shop import db
from shop.models import Item

views = Blueprint('views', __name__)


@views.route('/items')
def items():
    page = Item.query.order_by(Item.name).paginate(page=request.args.get('page', 1, type=int), per_page=20)
    return jsonify(names=[item.name for item in page.items], engine=db.engine.name)
