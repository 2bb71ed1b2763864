from datetime import date, timedelta

from flask_login import UserMixin
from werkzeug.security import check_password_hash, generate_password_hash

from bookshelf import app, db, login_manager


@login_manager.user_loader
def load_user(user_id):
    return Member.query.get(int(user_id))


book_genres = db.Table(
    'book_genres',
    db.Column('book_id', db.Integer, db.ForeignKey('book.id'), primary_key=True),
    db.Column('genre_id', db.Integer, db.ForeignKey('genre.id'), primary_key=True),
)


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)
    books = db.relationship('Book', backref='author')

    @classmethod
    def named(cls, name):
        """The author of that name; made when there is none yet."""
        author = Author.query.filter_by(name=name).first()
        if author is None:
            author = Author(name=name)
            db.session.add(author)
        return author


class Genre(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(40), unique=True, nullable=False)


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(120), nullable=False)
    isbn = db.Column(db.String(13), unique=True)
    year = db.Column(db.Integer)
    copies = db.Column(db.Integer, nullable=False, default=1)
    withdrawn = db.Column(db.Boolean, nullable=False, default=False)
    author_id = db.Column(db.Integer, db.ForeignKey('author.id'), nullable=False)
    genres = db.relationship('Genre', secondary=book_genres, backref='books')
    # A shelf can hold hundreds of loans per book, so never load them all.
    loans = db.relationship('Loan', backref='book', lazy='dynamic')
    reviews = db.relationship('Review', backref='book', order_by='Review.id', cascade='all, delete-orphan')

    def copies_left(self):
        out = Loan.query.filter(Loan.book_id == self.id, Loan.returned_on.is_(None)).count()
        return self.copies - out

    def last_loan(self):
        return self.loans.order_by(Loan.taken_on.desc(), Loan.id.desc()).first()

    def average_stars(self):
        return db.session.query(db.func.avg(Review.stars)).filter(Review.book_id == self.id).scalar()

    def similar(self, limit=3):
        """Other books that share a genre, most recent first."""
        genre_ids = [genre.id for genre in self.genres]
        return Book.query.join(Book.genres) \
            .filter(Genre.id.in_(genre_ids), Book.id != self.id) \
            .order_by(Book.year.desc()) \
            .limit(limit) \
            .all()


class Member(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(64), nullable=False)
    email = db.Column(db.String(120), unique=True, nullable=False)
    password_hash = db.Column(db.String(256))
    is_librarian = db.Column(db.Boolean, nullable=False, default=False)
    joined_on = db.Column(db.Date, nullable=False, default=date.today)
    loans = db.relationship('Loan', backref='member', lazy='dynamic')
    reviews = db.relationship('Review', backref='member')

    def set_password(self, password):
        self.password_hash = generate_password_hash(password)

    def check_password(self, password):
        return check_password_hash(self.password_hash, password)

    def open_loans(self):
        return self.loans.filter_by(returned_on=None).order_by(Loan.due_on).all()

    def may_borrow(self):
        return self.loans.filter_by(returned_on=None).count() < app.config['MAX_LOANS']

    def has_read(self, book):
        return db.session.query(
            Loan.query.filter_by(member_id=self.id, book_id=book.id).exists()
        ).scalar()


class Loan(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    book_id = db.Column(db.Integer, db.ForeignKey('book.id'), nullable=False)
    member_id = db.Column(db.Integer, db.ForeignKey('member.id'), nullable=False)
    taken_on = db.Column(db.Date, nullable=False, default=date.today)
    due_on = db.Column(db.Date, nullable=False)
    returned_on = db.Column(db.Date)
    reminded = db.Column(db.Boolean, nullable=False, default=False)

    @staticmethod
    def due_date(start=None):
        return (start or date.today()) + timedelta(days=app.config['LOAN_DAYS'])

    @classmethod
    def overdue(cls, today=None):
        return Loan.query.filter(Loan.returned_on.is_(None), Loan.due_on < (today or date.today()))


class Review(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    stars = db.Column(db.Integer, nullable=False)
    text = db.Column(db.Text, nullable=False, default='')
    book_id = db.Column(db.Integer, db.ForeignKey('book.id'), nullable=False)
    member_id = db.Column(db.Integer, db.ForeignKey('member.id'), nullable=False)
