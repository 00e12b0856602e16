"""Mails with links to set a password: sent by a worker, after the commit that asked for them."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from apps.access.models import User
from apps.companies.models import Company
from apps.core.events import subscribe
from apps.core.models import Event


@subscribe("access.user_invited")
def send_invitation(event: Event) -> None:
    """Send a new user the link to set their first password."""
    _send(event, "access/invitation")


@subscribe("access.password_reset_asked")
def send_password_reset(event: Event) -> None:
    """Send somebody who forgot their password the link to set another."""
    _send(event, "registration/password_reset")


def _send(event: Event, template: str) -> None:
    """Send the mail of ``template`` to the event's user, in their language, with a link made only now."""
    user = User.objects.filter(pk=event.aggregate_id, is_active=True).first()
    if user is None:
        return
    company = Company.objects.defer("logo").get(pk=event.company_id)
    protocol, _separator, domain = settings.SITE_URL.partition("://")
    context = {
        "user": user,
        "email": user.email,
        "company": company,
        "protocol": protocol,
        "domain": domain,
        "uid": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }
    with translation.override(user.language or company.language):
        suffix = "html" if template.startswith("registration/") else "txt"
        subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
        send_mail(
            subject, render_to_string(f"{template}_email.{suffix}", context), None, [user.email]
        )
