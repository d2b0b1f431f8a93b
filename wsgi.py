"""The WSGI entry: gunicorn and the flask command import `app` from here."""

from portal import create_app

app = create_app()
