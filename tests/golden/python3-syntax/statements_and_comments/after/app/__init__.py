# the application
from flask import Flask  # the framework

app = Flask(__name__)


def show(value, width_height):
    """Prints `value`, and more."""
    (width, height) = width_height
    # what is printed
    print("value: %s" % value, end=' ')  # no line end
    print()
    try:
        return 0o777, repr(value)  # two things
    except (KeyError, ValueError) as error:  # both
        # told
        raise RuntimeError("wrong")  # raised
    if width != height: exec("x = 1", {})


from app import views
