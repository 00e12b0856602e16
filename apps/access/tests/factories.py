"""Users for tests."""

import secrets
from typing import Any

from apps.access.models import User
from apps.access.services import create_user
from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core.attachments import store_attachment
from apps.core.custom_fields import save_definition
from apps.core.models import AuditRow, Delivery, Event, FieldDefinition
from apps.parties.tests.factories import make_party

PASSWORD = "correct horse battery"


def make_user(*roles: str, companies: tuple[Company, ...] = (), **fields: Any) -> User:
    """Return a new user with ``roles`` who may work in ``companies``."""
    values = {"email": f"{secrets.token_hex(6)}@example.com", "name": "Ada Test", **fields}
    return create_user(actor=None, roles=roles, companies=companies, **values)


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    company = company_in_force()
    code = f"f_{secrets.token_hex(4)}"
    field = FieldDefinition(target_type="parties.party", code=code, label="Segment", kind="text")
    return {
        "user": make_user("salesperson", companies=(company,)),
        "fielddefinition": save_definition(actor=None, definition=field),
        "auditrow": AuditRow.objects.filter(company_id=company.pk).latest("id"),
    }


def sample_arguments() -> dict[str, dict[str, Any]]:
    """Return the arguments of addresses that are no document's, by URL name, for the access sweep."""
    party = make_party()
    file = store_attachment(target=party, filename="a.txt", content=b"a", content_type="text/plain")
    document = {"label": "parties.party", "pk": party.pk}
    event = Event.objects.filter(company_id=party.company_id).latest("id")
    dead = Delivery.objects.create(
        company_id=party.company_id, event=event, subscriber="x", status=Delivery.Status.DEAD
    )
    return {
        "access:history": document,
        "core:comment_create": document,
        "core:attachment_create": document,
        "core:attachment_download": {"pk": file.pk},
        "delivery_retry": {"pk": dead.pk},
        "password_reset_confirm": {"uidb64": "MQ", "token": "x"},
    }
