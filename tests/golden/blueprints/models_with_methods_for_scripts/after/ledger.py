from extensions import db
from flask import Blueprint, Flask, jsonify

bp = Blueprint("main", __name__)

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
app.config["CURRENCY"] = "EUR"
db.init_app(app)


class Payment(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    amount = db.Column(db.Integer)

    def text(self):
        return f"{self.amount} {app.config['CURRENCY']}"


@bp.route("/")
def index():
    return jsonify([payment.text() for payment in Payment.query.all()])


@bp.route("/pay/<int:amount>")
def pay(amount):
    db.session.add(Payment(amount=amount))
    db.session.commit()
    return "paid"


app.register_blueprint(bp)


with app.app_context():
    db.create_all()
