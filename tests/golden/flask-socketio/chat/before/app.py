from flask import Flask, render_template, request
from flask_socketio import SocketIO, emit, join_room, leave_room, send

app = Flask(__name__)
app.config["SECRET_KEY"] = "secret"
socketio = SocketIO(app, async_mode="threading")


@app.route("/")
def index():
    return render_template("index.html")


@socketio.on("join")
def join(data):
    join_room(data["room"])
    send("%s is here" % data["name"], room=data["room"])


@socketio.on("say")
def say(data):
    emit("said", data["text"], room=data["room"], include_self=False)


def broadcast(text, room):
    socketio.emit("said", text, room=room)
