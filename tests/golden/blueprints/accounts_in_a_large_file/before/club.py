from flask import Flask, abort, \
    redirect, request, session, url_for

app = Flask(__name__)
app.secret_key = 'club'
auth = None
MEMBERS = {'ann': 'secret'}


@app.route('/')
def index():
    return session.get('name', 'nobody')


@app.route('/login', methods=['POST'])
def login():
    if MEMBERS.get(request.form['name']) != request.form['password']:
        abort(403)
    session['name'] = request.form['name']
    return redirect(url_for('index'))


@app.route('/logout')
def logout():
    session.clear()
    return redirect(url_for('index'))


@app.route('/reset_password/<name>')
def reset_password(name):
    MEMBERS[name] = 'secret'
    return redirect(url_for('login'))


@app.route('/news')
def news():
    return 'none'


if __name__ == '__main__':
    app.run()
