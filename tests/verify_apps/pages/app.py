"""Pages without a database: templates, cookies, mail, threads, commands."""

import datetime
import os
import random
import smtplib
import threading
import time
import uuid
from email.message import EmailMessage

import click
from flask import Flask, Response, make_response, redirect, render_template, request, url_for

app = Flask(__name__)
app.config["SITE"] = {"name": "Pages", "admins": ["ann", "bob"]}
app.config["RETRIES"] = 3
app.config["RATIO"] = 0.5
app.config["API_KEY"] = "k-12345"
app.config["TIMEOUT"] = datetime.timedelta(minutes=5)
app.jinja_env.trim_blocks = True
app.jinja_env.globals["version"] = "1.2"


@app.before_request
def start_timer():
    request.started = time.time()


@app.before_request
def check_agent():
    request.agent = request.headers.get("User-Agent", "")


@app.after_request
def add_first(response):
    response.headers["X-Order"] = response.headers.get("X-Order", "") + "first"
    return response


@app.after_request
def add_second(response):
    response.headers["X-Order"] = response.headers.get("X-Order", "") + "second"
    return response


@app.context_processor
def site():
    return {"site": app.config["SITE"], "now": datetime.datetime.now()}


@app.template_filter("shout")
def shout(text):
    return text.upper() + "!"


@app.template_test("even")
def is_even(number):
    return number % 2 == 0


@app.template_global()
def greeting(name):
    return "Hello, %s" % name


@app.url_defaults
def add_language(endpoint, values):
    if app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", "en")


@app.route("/")
def index():
    return render_template("index.html", items=["<one>", "two"], token=uuid.uuid4().hex, lucky=random.random())


@app.route("/<lang>/help")
def help_page(lang):
    return "Help (%s)" % lang


@app.route("/to-help")
def to_help():
    return redirect(url_for("help_page"))


@app.route("/prefs", methods=["GET", "POST"])
def prefs():
    response = make_response("theme: %s" % request.cookies.get("theme", "light"))
    response.set_cookie("theme", request.values.get("theme", "dark"), httponly=True, samesite="Lax", max_age=3600)
    return response


@app.route("/contact", methods=["GET", "POST"])
def contact():
    if request.method == "POST":
        threading.Thread(target=send, args=(request.form["message"],)).start()
        return redirect(url_for("index"), code=303)
    return '<form method="post"><textarea name="message"></textarea></form>'


def send(text):
    message = EmailMessage()
    message["Subject"] = "A message"
    message["From"] = "pages@example.com"
    message["To"] = "ann@example.com"
    message.set_content(text)
    with smtplib.SMTP("mail.example.com") as server:
        server.send_message(message)


@app.route("/feed.xml")
def feed():
    return Response("<feed><updated>%s</updated></feed>" % datetime.datetime.utcnow().isoformat(), mimetype="application/xml")


@app.route("/plain/")
@app.route("/simple/")
def plain():
    return "plain"


@app.route("/limited", defaults={"page": 1})
@app.route("/limited/<int:page>")
def limited(page):
    return "page %d" % page


@app.route("/slow")
def slow():
    time.sleep(30)
    return "done"


@app.route("/private")
def private():
    if request.authorization is None:
        return "sign in", 401, {"WWW-Authenticate": 'Basic realm="pages"'}
    return "welcome"


@app.cli.group()
def site_admin():
    """Looks after the site."""


@site_admin.command("purge")
@click.option("--days", type=int, default=30)
@click.option("--dry-run", is_flag=True)
def purge(days, dry_run):
    click.echo("%d %s" % (days, dry_run))


@app.shell_context_processor
def shell():
    return {"send": send}


@app.route("/upload", methods=["POST"])
def upload():
    sent = request.files["paper"]
    content = sent.read()
    with open(os.path.join(app.root_path, "kept-" + sent.filename), "wb") as file:
        file.write(content)
    return content
