# the application
from flask import Flask  # the framework

app = Flask(__name__)


def show(value, (width, height)):
    """Prints `value`, and more."""
    # what is printed
    print "value: %s" % value,  # no line end
    print
    try:
        return 0777L, `value`  # two things
    except (KeyError, ValueError), error:  # both
        # told
        raise RuntimeError, "wrong"  # raised
    if width <> height: exec "x = 1" in {}


from app import views
