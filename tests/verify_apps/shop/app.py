"""A shop: Flask-SQLAlchemy, Flask-Login, forms of Flask-WTF."""

import os
from datetime import datetime

import click
from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user, logout_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import FlaskForm
from werkzeug.security import check_password_hash
from wtforms import IntegerField, PasswordField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "only for development")
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///shop.db"
app.config["ITEMS_PER_PAGE"] = 2
app.config["CURRENCY"] = "EUR"
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"

db = SQLAlchemy(app)
login = LoginManager(app)
login.login_view = "sign_in"


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(40), unique=True, nullable=False)
    password_hash = db.Column(db.String(200))
    seen_at = db.Column(db.DateTime, default=datetime.utcnow)


class Product(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False, index=True)
    price = db.Column(db.Integer, nullable=False)
    hidden = db.Column(db.Boolean, default=False)
    owner_id = db.Column(db.Integer, db.ForeignKey("user.id"))
    owner = db.relationship("User", backref="products")


class ProductForm(FlaskForm):
    name = StringField(validators=[DataRequired(), Length(max=80)])
    price = IntegerField(validators=[NumberRange(min=1)])


class SignInForm(FlaskForm):
    username = StringField(validators=[DataRequired()])
    password = PasswordField(validators=[DataRequired()])


@login.user_loader
def load_user(identity):
    return db.session.get(User, int(identity))


@app.before_request
def remember_visit():
    session["visits"] = session.get("visits", 0) + 1


@app.after_request
def protect(response):
    response.headers["X-Frame-Options"] = "DENY"
    return response


@app.template_filter()
def money(value):
    return "%d.00 %s" % (value, app.config["CURRENCY"])


@app.route("/")
def index():
    products = Product.query.filter_by(hidden=False).order_by(Product.name, Product.id).all()
    return render_template("index.html", products=products)


@app.route("/products/<int:product_id>")
def product(product_id):
    return render_template("product.html", product=db.get_or_404(Product, product_id))


@app.route("/products/new", methods=["GET", "POST"])
@login_required
def new_product():
    form = ProductForm()
    if form.validate_on_submit():
        db.session.add(Product(name=form.name.data, price=form.price.data, hidden=False, owner=current_user))
        db.session.commit()
        flash("Product added", "success")
        return redirect(url_for("index"))
    return render_template("new.html", form=form)


@app.route("/products/<int:product_id>/delete", methods=["POST"])
@login_required
def delete_product(product_id):
    found = db.get_or_404(Product, product_id)
    if found.owner != current_user:
        abort(403)
    db.session.delete(found)
    db.session.commit()
    return redirect(url_for("index"))


@app.route("/mine")
@login_required
def mine():
    count = Product.query.filter(Product.owner_id == current_user.id).count()
    cheap = Product.query.filter(Product.price < 3).order_by(Product.price.desc()).limit(app.config["ITEMS_PER_PAGE"])
    return "%d products, cheap: %s" % (count, ", ".join(each.name for each in cheap))


@app.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    if form.validate_on_submit():
        user = User.query.filter_by(username=form.username.data).first()
        if user is not None and check_password_hash(user.password_hash, form.password.data):
            login_user(user)
            app.logger.warning("%s signed in", user.username)
            return redirect(request.args.get("next") or url_for("index"))
        flash("Wrong name or password", "error")
    return render_template("sign_in.html", form=form)


@app.route("/sign-out")
def sign_out():
    logout_user()
    return redirect(url_for("index"))


@app.errorhandler(404)
def not_found(error):
    return render_template("404.html"), 404


@app.cli.command("add-product")
@click.argument("name")
@click.option("--price", default=1)
def add_product(name, price):
    db.session.add(Product(name=name, price=price))
    db.session.commit()
