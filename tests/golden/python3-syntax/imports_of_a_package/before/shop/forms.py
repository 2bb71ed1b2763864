import os
from shop.models import User


class Form(object):
    pass
