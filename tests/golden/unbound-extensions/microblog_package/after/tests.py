import os
os.environ['DATABASE_URL'] = 'sqlite://'

import unittest
from app import app
from app.extensions import db
from app.models import User, Post


class UserModelCase(unittest.TestCase):
    def setUp(self):
        self.app_context = app.app_context()
        self.app_context.push()
        db.create_all()

    def tearDown(self):
        db.session.remove()
        db.drop_all()
        self.app_context.pop()

    def test_follow(self):
        db.session.add(User(username='susan'))
        db.session.commit()
        self.assertEqual(db.session.query(User).count(), 1)
