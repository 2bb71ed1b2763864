from shop import paging, old
