def main():
    from site_pkg import app
    app.run()


if __name__ == '__main__':
    main()
