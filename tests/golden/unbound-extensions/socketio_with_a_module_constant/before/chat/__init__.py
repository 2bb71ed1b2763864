from flask import Flask, render_template_string
from flask_socketio import SocketIO, emit

# Set this variable to "threading", "eventlet" or "gevent" to test the
# different async modes, or leave it set to None.
async_mode = 'threading'

app = Flask(__name__)
app.config['SECRET_KEY'] = 'secret!'
socketio = SocketIO(app, async_mode=async_mode, cors_allowed_origins='*')


@app.route('/')
def index():
    return render_template_string('{{ mode }}', mode=socketio.async_mode)


@socketio.on('my_ping')
def ping_pong():
    emit('my_pong')


if __name__ == '__main__':
    socketio.run(app)
