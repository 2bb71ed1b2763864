from blog.models import Post
from blog import create_app

create_app().app_context().push()


def main():
    Post.add_examples()


if __name__ == '__main__':
    main()
