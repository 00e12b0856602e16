"""The web application for gunicorn and other WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

from erp.checks import refuse_unsafe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")
application = get_wsgi_application()
refuse_unsafe_database()
