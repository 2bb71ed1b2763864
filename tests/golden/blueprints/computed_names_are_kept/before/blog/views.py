from flask import redirect, request, url_for

from blog import app


@app.before_request
def note():
    pass


@app.route('/', methods=['GET'])
@app.route('/home', defaults={'page': 1})
def index(page=0):
    return url_for('admin_index')


# where a form sends its reader
@app.post('/go')
def go():
    return redirect(url_for(request.form['target']))


app.add_url_rule('/again',
                 'again', go,
                 methods=['GET', 'POST'])
