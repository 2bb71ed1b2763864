from setuptools import setup

setup(
    name="shop",
    install_requires=[
        "Flask>=3.1",
        "enum34",
        "Flask-Bcrypt<1",  # as in requirements/common.txt
    ],
)
