from sqlalchemy import func

from flask import render_template

from bookshelf import app, db
from bookshelf.desk import librarian_required
from bookshelf.models import Author, Book, Loan, Member, Review


def top_books(limit=5):
    loans = func.count(Loan.id).label('loans')
    return db.session.query(Book, loans) \
        .join(Loan) \
        .group_by(Book.id) \
        .order_by(loans.desc(), Book.title) \
        .limit(limit) \
        .all()


def stars_by_author():
    return dict(
        db.session.query(Author.name, func.avg(Review.stars))
        .select_from(Author)
        .join(Author.books)
        .join(Book.reviews)
        .group_by(Author.name)
        .all()
    )


def sleepers():
    """Members that never borrowed anything."""
    return Member.query.outerjoin(Loan).filter(Loan.id.is_(None)).order_by(Member.name).all()


def figures():
    session = db.session
    return {
        'books': Book.query.count(),
        'copies': session.query(func.sum(Book.copies)).scalar(),
        'members': Member.query.filter(Member.is_librarian.is_(False)).count(),
        'reviewers': session.query(Review.member_id).distinct().count(),
        'longest': session.query(func.max(func.length(Book.title))).scalar(),
    }


@app.route('/desk/report')
@librarian_required
def report():
    return render_template('report.html', top=top_books(), stars=stars_by_author(), sleepers=sleepers(),
                           figures=figures())
