import os

basedir = 'data'

if os.environ.get('DATABASE_URL') is None:
    DATABASE = 'sqlite:///' + os.path.join(basedir, 'app.db')
else:
    DATABASE = os.environ['DATABASE_URL']

# paging
PAGE = 10
if os.environ.get('MODE') == 'production':
    LEVEL = 'error'
elif PAGE > 5:
    LEVEL = 'info'
else:
    LEVEL = 'debug'

try:
    TOKEN = os.environ['TOKEN']
except KeyError:
    TOKEN = 'dev'

HOSTS = {}
for name in ('a', 'b'):
    HOSTS[name] = PAGE

try:
    from local_settings import URL
except ImportError:
    URL = 'http://localhost'
