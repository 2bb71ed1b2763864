from setuptools import setup

setup(
    name="shop",
    install_requires=[
        "Flask>=3.1",
        "Flask-Bcrypt>=1,<2",  # as in requirements/common.txt
    ],
)
