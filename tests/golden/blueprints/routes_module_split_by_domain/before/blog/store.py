from blog import app

POSTS = {1: 'first', 2: 'second', 3: 'third'}
assert app
