from .people import Author
from .texts import Post

__all__ = ["Author", "Post"]
