from . import users
from .home import *
