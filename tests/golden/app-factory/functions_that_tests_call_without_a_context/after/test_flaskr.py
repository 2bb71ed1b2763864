import os
import tempfile
import unittest

import flaskr

app = flaskr.create_app()


class FlaskrTestCase(unittest.TestCase):
    def setUp(self):
        self.db_fd, app.config['DATABASE'] = tempfile.mkstemp()
        self.client = app.test_client()
        with app.app_context():
            flaskr.init_db()  # no context here

    def tearDown(self):
        os.close(self.db_fd)
        os.unlink(app.config['DATABASE'])

    def test_empty_db(self):
        self.assertEqual(self.client.get('/').data, b'0')

    def test_entries(self):
        with app.app_context():
            flaskr.add_entry(
                'first',
            )
        for title in ('second', 'third'):
            with app.app_context():
                flaskr.add_entry(title)
        self.assertEqual(self.client.get('/').data, b'3')


if __name__ == '__main__':
    unittest.main()
