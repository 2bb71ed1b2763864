from flask import Flask, redirect, render_template, url_for

app = Flask(__name__)


@app.route('/')
def index():
    return render_template('index.html')


@app.route('/style')
def style():
    return redirect(url_for('.static', filename='site.css'))


@app.route('/home')
def home():
    return redirect(url_for('.index'))


app.add_url_rule('/plain', 'plain', lambda: url_for('.static', filename='plain.css'))
