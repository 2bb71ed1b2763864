from flask import Flask
from flask_socketio import SocketIO, join_room

app = Flask(__name__)
socketio = SocketIO(app)


class Hotel:
    def emit(self, event, room):
        return event, room


@socketio.on("join")
def join(data):
    join_room(room=data["room"])
    Hotel().emit("open", room=7)
