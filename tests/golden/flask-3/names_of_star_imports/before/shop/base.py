from flask import *
from flask import Markup
