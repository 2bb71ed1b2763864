from blog import db


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)

    @classmethod
    def add_examples(cls):
        db.session.add(cls())
        db.session.commit()
