ADMINS = ["you@example.com"]
POSTS_PER_PAGE = 50
