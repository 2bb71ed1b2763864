"""What the librarian does at the desk."""
from datetime import date
from functools import wraps

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required

from bookshelf import app, db
from bookshelf.forms import BookForm
from bookshelf.models import Author, Book, Loan, Member, Review


def librarian_required(view):
    @wraps(view)
    @login_required
    def wrapper(*args, **kwargs):
        if not current_user.is_librarian:
            abort(403)
        return view(*args, **kwargs)
    return wrapper


@app.route('/desk')
@librarian_required
def desk():
    overdue = Loan.overdue().order_by(Loan.due_on).all()
    members = [member for member in Member.query.order_by(Member.name)]
    out = db.session.query(db.func.count(Loan.id)).filter(Loan.returned_on.is_(None)).scalar()
    return render_template('desk.html', overdue=overdue, members=members, out=out)


@app.route('/desk/lend', methods=['POST'])
@librarian_required
def lend():
    member = Member.query.filter(Member.email == request.form['email']).first()
    if member is None:
        abort(400, 'No such member.')
    book = Book.query.with_for_update().get(request.form['book_id'])
    if book is None or book.withdrawn:
        abort(400, 'No such book.')
    if not member.may_borrow() or book.copies_left() < 1:
        flash('Sorry, not possible.')
        return redirect(url_for('desk'))
    db.session.add(Loan(book=book, member=member, due_on=Loan.due_date()))
    db.session.commit()
    flash('%s took %s.' % (member.name, book.title))
    return redirect(url_for('desk'))


@app.route('/desk/return/<int:loan_id>', methods=['POST'])
@librarian_required
def give_back(loan_id):
    loan = Loan.query.filter_by(id=loan_id, returned_on=None).first_or_404()
    loan.returned_on = date.today()
    db.session.commit()
    return redirect(url_for('desk'))


@app.route('/desk/remind', methods=['POST'])
@librarian_required
def remind():
    count = Loan.query.filter(Loan.returned_on.is_(None), Loan.due_on < date.today(), Loan.reminded.is_(False)) \
        .update({'reminded': True}, synchronize_session=False)
    db.session.commit()
    flash('%d reminders sent.' % count)
    return redirect(url_for('desk'))


@app.route('/desk/books', methods=['GET', 'POST'])
@librarian_required
def add_book():
    form = BookForm()
    if form.validate_on_submit():
        book = Book(title=form.title.data, isbn=form.isbn.data, year=form.year.data, copies=form.copies.data,
                    author=Author.named(form.author.data))
        db.session.add(book)
        db.session.commit()
        return redirect(url_for('book', book_id=book.id))
    return render_template('add_book.html', form=form)


@app.route('/desk/books/<int:book_id>/delete', methods=['POST'])
@librarian_required
def delete(book_id):
    book = db.session.query(Book).get(book_id)
    if book is None:
        abort(404)
    if db.session.query(Loan).filter_by(book_id=book.id).first():
        book.withdrawn = True  # its history stays
    else:
        Review.query.filter_by(book_id=book.id).delete()
        db.session.delete(book)
    db.session.commit()
    return redirect(url_for('index'))


@app.route('/desk/forget', methods=['POST'])
@librarian_required
def forget():
    """Deletes what was returned before the given day, and says how much that was."""
    before = date.fromisoformat(request.form['before'])
    deleted = Loan.query.filter(Loan.returned_on < before).delete()
    db.session.commit()
    flash('%d loans forgotten.' % deleted)
    return redirect(url_for('desk'))
