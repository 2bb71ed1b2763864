from flask import *
from markupsafe import Markup
