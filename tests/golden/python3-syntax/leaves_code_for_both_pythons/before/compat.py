import sys

PY2 = sys.version_info[0] == 2

try:
    from urllib2 import urlopen
    import cPickle as pickle
except ImportError:
    from urllib.request import urlopen
    import pickle

try:
    from collections.abc import Mapping
except ImportError:
    from collections import Mapping

if PY2:
    text_type = unicode
    iterate = lambda mapping: mapping.iteritems()
else:
    text_type = str
    iterate = lambda mapping: mapping.items()

if sys.version[0] == "2":
    execfile("settings.py")


def text(value):
    try:
        return unicode(value)
    except NameError:
        return str(value)
