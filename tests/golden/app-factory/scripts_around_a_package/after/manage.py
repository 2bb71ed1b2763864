import os

os.environ.setdefault('MODE', 'x')

from site_pkg import create_app

app = create_app()
app.config['MODE'] = os.environ['MODE']


@app.cli.command('hello')
def hello():
    print('hello from', app.name)
