from . import models, helpers as h
from .forms import Form
from shop.models import User
