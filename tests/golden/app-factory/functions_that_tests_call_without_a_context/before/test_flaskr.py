import os
import tempfile
import unittest

import flaskr


class FlaskrTestCase(unittest.TestCase):
    def setUp(self):
        self.db_fd, flaskr.app.config['DATABASE'] = tempfile.mkstemp()
        self.client = flaskr.app.test_client()
        flaskr.init_db()  # no context here

    def tearDown(self):
        os.close(self.db_fd)
        os.unlink(flaskr.app.config['DATABASE'])

    def test_empty_db(self):
        self.assertEqual(self.client.get('/').data, b'0')

    def test_entries(self):
        flaskr.add_entry(
            'first',
        )
        for title in ('second', 'third'):
            flaskr.add_entry(title)
        self.assertEqual(self.client.get('/').data, b'3')


if __name__ == '__main__':
    unittest.main()
