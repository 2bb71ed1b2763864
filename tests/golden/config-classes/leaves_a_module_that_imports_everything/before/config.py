from common import *

DEBUG = False
