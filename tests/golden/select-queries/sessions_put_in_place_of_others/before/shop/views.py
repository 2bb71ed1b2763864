from flask import Blueprint, jsonify

from shop.models import Product, db

bp = Blueprint("shop", __name__)


@bp.before_app_request
def fill():
    db.create_all()
    if not Product.query.count():
        db.session.add_all([Product(name=name) for name in ("pen", "ink", "paper")])
        db.session.commit()


@bp.route("/names")
def names():
    return jsonify([product.name for product in Product.query.order_by(Product.name)])


@bp.route("/products/<int:number>")
def one(number):
    return Product.query.get_or_404(number).name


@bp.route("/first")
def first():
    return db.session.query(Product).filter(Product.name.like("p%")).order_by(Product.id.desc()).first().name


@bp.route("/replica")
def replica():
    session = db.replica
    return jsonify([row.name for row in session.query(Product.name).order_by(Product.id)])
