from flask import Flask, jsonify
from sqlalchemy import case, func, select, text
from sqlalchemy.orm import joinedload

from database import db_session, engine, init_db
from models import Loan, Reader

app = Flask(__name__)
init_db()


@app.teardown_appcontext
def close_session(error):
    db_session.remove()


@app.route('/lend/<name>/<title>', methods=['POST'])
def lend(name, title):
    reader = db_session.query(Reader).filter_by(name=name).first()
    if reader is None:
        reader = Reader(name=name)
        db_session.add(reader)
        db_session.flush()
    loan = Loan(title=title, days=15, reader=reader)
    db_session.add(loan)
    db_session.commit()
    return jsonify(id=loan.id)


@app.route('/readers')
def readers():
    found = db_session.query(Reader).join(Reader.loans).options(joinedload(Reader.loans)).filter(Loan.days > 7).all()
    return jsonify({reader.name: [loan.title for loan in reader.loans] for reader in found})


@app.route('/weeks')
def weeks():
    rows = db_session.execute(select(Loan.title, (Loan.days // 7).label('weeks')).order_by(Loan.id)).fetchall()
    return jsonify([dict(row._mapping) for row in rows])


@app.route('/kinds')
def kinds():
    kind = case((Loan.days > 14, 'long'), else_='short')
    rows = db_session.query(kind, func.count(Loan.id)).group_by(kind).all()
    return jsonify([list(row) for row in rows])


@app.route('/visits')
def visits():
    with engine.connect() as connection:
        result = connection.execute(text('SELECT day, number FROM visits'))
        return jsonify([[row.day, row.number] for row in result])
