from .core import Fancy as Fancy
