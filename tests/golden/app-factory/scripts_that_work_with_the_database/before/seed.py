from blog.models import Post


def main():
    Post.add_examples()


if __name__ == '__main__':
    main()
