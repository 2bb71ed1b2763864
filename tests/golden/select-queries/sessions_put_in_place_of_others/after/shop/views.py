from flask import Blueprint, jsonify
from sqlalchemy import func, select

from shop.models import Product, db

bp = Blueprint("shop", __name__)


@bp.before_app_request
def fill():
    db.create_all()
    if not db.session.scalar(select(func.count()).select_from(Product)):
        db.session.add_all([Product(name=name) for name in ("pen", "ink", "paper")])
        db.session.commit()


@bp.route("/names")
def names():
    return jsonify([product.name for product in db.session.scalars(select(Product).order_by(Product.name))])


@bp.route("/products/<int:number>")
def one(number):
    return db.get_or_404(Product, number).name


@bp.route("/first")
def first():
    return db.session.scalar(
        select(Product).where(Product.name.like("p%")).order_by(Product.id.desc()).limit(1)
    ).name


@bp.route("/replica")
def replica():
    session = db.replica
    return jsonify([row.name for row in session.execute(select(Product.name).order_by(Product.id))])
