from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required, login_user, logout_user
from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from bookshelf import app, db
from bookshelf.forms import LoginForm, RegistrationForm, ReviewForm
from bookshelf.models import Author, Book, Genre, Loan, Member, Review


def _on_shelf():
    """All books that can be shown to members."""
    return Book.query.filter_by(withdrawn=False)


@app.route('/')
def index():
    page = request.args.get('page', 1, type=int)
    books = _on_shelf().order_by(Book.title).paginate(
        page=page, per_page=app.config['BOOKS_PER_PAGE'], error_out=False)
    newest = Book.query.filter(Book.withdrawn == False).order_by(Book.year.desc()).limit(3).all()  # noqa: E712
    return render_template('index.html', books=books, newest=newest, total=_on_shelf().count())


@app.route('/search')
def search():
    query = Book.query.filter_by(withdrawn=False)
    words = request.args.get('q', '').strip()
    if words:
        pattern = '%' + words + '%'
        # Authors are searched too: people remember names better than titles.
        query = query.join(Book.author).filter(or_(Book.title.ilike(pattern), Author.name.ilike(pattern)))
    year = request.args.get('year', type=int)
    if year:
        query = query.filter(Book.year == year)
    if request.args.get('order') == 'year':
        query = query.order_by(Book.year, Book.title)
    else:
        query = query.order_by(Book.title)
    found = query.count()
    return render_template('search.html', books=query.limit(20).all(), found=found, words=words)


@app.route('/books/<int:book_id>', methods=['GET', 'POST'])
def book(book_id):
    book = Book.query.get_or_404(book_id)
    form = ReviewForm()
    if form.validate_on_submit() and current_user.is_authenticated:
        if not current_user.has_read(book):
            flash('Only readers of this book can review it.')
        else:
            db.session.add(Review(book=book, member=current_user, stars=form.stars.data, text=form.text.data))
            db.session.commit()
        return redirect(url_for('book', book_id=book.id))
    return render_template('book.html', book=book, form=form)


@app.route('/authors')
def authors():
    return render_template('authors.html', authors=Author.query.order_by(Author.name))


@app.route('/authors/<name>')
def author(name):
    author = Author.query.options(joinedload(Author.books)).filter_by(name=name).first_or_404()
    return render_template('author.html', author=author)


@app.route('/genres/<name>')
def genre(name):
    genre = Genre.query.filter_by(name=name).first_or_404(description='There is no such genre.')
    books = Book.query.join(Book.genres).filter(Genre.id == genre.id).order_by(Book.title).all()
    return render_template('genre.html', genre=genre, books=books)


@app.route('/login', methods=['GET', 'POST'])
def login():
    form = LoginForm()
    if form.validate_on_submit():
        member = Member.query.filter_by(email=form.email.data).one_or_none()
        if member is None or not member.check_password(form.password.data):
            flash('Wrong email or password.')
            return redirect(url_for('login'))
        login_user(member)
        return redirect(url_for('my_loans'))
    return render_template('login.html', form=form)


@app.route('/logout')
def logout():
    logout_user()
    return redirect(url_for('index'))


@app.route('/register', methods=['GET', 'POST'])
def register():
    form = RegistrationForm()
    if form.validate_on_submit():
        member = Member(name=form.name.data, email=form.email.data)
        member.set_password(form.password.data)
        # The very first member runs the desk.
        member.is_librarian = Member.query.first() is None
        db.session.add(member)
        db.session.commit()
        flash('Welcome!')
        return redirect(url_for('login'))
    return render_template('register.html', form=form)


@app.route('/my/loans')
@login_required
def my_loans():
    history = (
        db.session.query(Book.title, Loan.returned_on)
        .join(Loan, Loan.book_id == Book.id)
        .filter(Loan.member_id == current_user.id, Loan.returned_on.isnot(None))
        .order_by(Loan.returned_on.desc())  # newest first
        .all()
    )
    return render_template('my_loans.html', loans=current_user.open_loans(), history=history)


@app.context_processor
def inject_genres():
    return {'genres': Genre.query.order_by(Genre.name).all()}
