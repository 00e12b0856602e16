"""Signing in, the company of a request, the user editor, recorded changes."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from apps.access import services, subscribers
from apps.access.models import User
from apps.access.selectors import roles_of
from apps.access.tests.factories import PASSWORD, make_user
from apps.companies.models import Company
from apps.companies.selectors import visible_companies
from apps.companies.tests.factories import make_branch
from apps.core.context import company_context
from apps.core.models import AuditRow, Event, FieldDefinition
from apps.parties.models import Party
from apps.parties.tests.factories import make_party


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sign_in(client: Client, email: str, password: str, **more: str):
    return client.post(reverse("login"), {"username": email, "password": password, **more})


def test_people_sign_in_with_their_address_however_capitalised(company: Company):
    user = make_user("owner", companies=(company,), password=PASSWORD, email="signin@example.org")
    client = Client()
    before = client.session.session_key

    answer = sign_in(client, "SignIn@Example.org ", PASSWORD)

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.session.session_key != before
    assert client.session.get_expiry_age() <= 12 * 3600


def test_staying_signed_in_is_asked_for(company: Company):
    user = make_user("owner", companies=(company,), password=PASSWORD)
    client = Client()

    sign_in(client, user.email, PASSWORD, remember="on")

    assert client.session.get_expiry_age() > 13 * 86400


def test_guessing_passwords_is_locked_out_even_with_the_right_one_then(company: Company):
    user = make_user("owner", companies=(company,), password=PASSWORD)
    client = Client()

    answers = [sign_in(client, user.email, f"wrong {n}").status_code for n in range(9)]

    assert answers == [200] * 7 + [429, 429]
    assert sign_in(client, user.email, PASSWORD).status_code == 429


def test_a_deactivated_user_is_out_at_once(company: Company, user_in):
    owner, user = user_in("owner"), user_in("owner")
    client = logged_in(user)
    assert client.get(reverse("profile")).status_code == 200

    services.deactivate_user(actor=owner, pk=user.pk)

    assert client.get(reverse("profile")).status_code == 302


def test_a_request_runs_for_the_chosen_company_and_no_other(
    company: Company, other_company: Company
):
    user = make_user("owner", companies=(company, other_company))
    mine = make_party("Mine")
    with company_context(other_company.pk):
        theirs = make_party("Theirs")
    client = logged_in(user)

    assert b"Mine" in client.get(reverse("parties:party_list")).content
    assert client.get(reverse("parties:party_detail", args=[theirs.pk])).status_code == 404
    switched = client.post(
        reverse("switch_company"),
        {"company": other_company.pk, "next": reverse("parties:party_list")},
    )

    assert switched["Location"] == reverse("parties:party_list")
    page = client.get(reverse("parties:party_list")).content
    assert b"Theirs" in page
    assert b"Mine" not in page
    assert client.get(reverse("parties:party_detail", args=[mine.pk])).status_code == 404


def test_switching_on_a_document_leads_home_and_strangers_companies_do_not_exist(
    company: Company, other_company: Company, user_in
):
    client = logged_in(user_in("owner"))
    document = reverse("parties:party_detail", args=[make_party().pk])

    assert (
        client.post(reverse("switch_company"), {"company": company.pk, "next": document})[
            "Location"
        ]
        == "/"
    )
    outside = client.post(
        reverse("switch_company"), {"company": company.pk, "next": "https://evil.example/"}
    )
    assert outside["Location"] == "/"
    assert client.post(reverse("switch_company"), {"company": other_company.pk}).status_code == 404
    assert client.post(reverse("switch_company"), {"company": "nonsense"}).status_code == 404


def test_a_user_without_a_company_is_told_what_to_do(db):
    client = logged_in(make_user("owner"))

    answer = client.get(reverse("parties:party_list"))

    assert answer.status_code == 403
    assert b"Ask the owner of your company" in answer.content
    assert client.get(reverse("profile")).status_code == 200


def test_a_company_somebody_lost_access_to_is_gone_with_the_next_request(
    company: Company, other_company: Company
):
    user = make_user("owner", companies=(company, other_company))
    client = logged_in(user)
    client.post(reverse("switch_company"), {"company": other_company.pk})

    services.revoke_access(actor=None, user=user, row=other_company)

    assert client.get(reverse("profile")).context["company"] == company


def test_the_language_a_user_chose_follows_them(company: Company, user_in):
    client = logged_in(user_in("owner", language="ar"))

    page = client.get(reverse("profile"))

    assert page["Content-Language"] == "ar"
    assert b'dir="rtl"' in page.content
    client.post(reverse("set_language"), {"language": "fr", "next": "/profile/"})
    assert client.get(reverse("profile"))["Content-Language"] == "fr"


def test_a_theme_is_remembered_and_nonsense_refused(company: Company, user_in):
    user = user_in()
    client = logged_in(user)

    assert client.post(reverse("set_theme"), {"theme": "dark"}).status_code == 204
    assert client.post(reverse("set_theme"), {"theme": "pink"}).status_code == 422
    assert User.objects.get(pk=user.pk).theme == "dark"


def test_an_invitation_is_mailed_in_the_user_s_language_and_lets_them_in(company: Company, user_in):
    owner = user_in("owner")
    client = logged_in(owner)

    page = client.post(
        reverse("access:user_create"),
        {
            "name": "Amina",
            "email": "Amina@Example.org",
            "language": "fr",
            "roles": ["buyer"],
            "company": [company.pk],
        },
    )
    amina = User.objects.get(email="amina@example.org")
    subscribers.send_invitation(
        Event.objects.get(name="access.user_invited", aggregate_id=amina.pk)
    )

    assert page["Location"] == reverse("access:user_detail", args=[amina.pk])
    assert roles_of(amina) == ["buyer"]
    assert list(visible_companies(amina)) == [company]
    assert mail.outbox[0].to == ["amina@example.org"]
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    visitor = Client()
    form = visitor.get(link, follow=True)
    done = visitor.post(
        form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD}
    )
    assert done.status_code == 302
    assert sign_in(visitor, "amina@example.org", PASSWORD).status_code == 302


def test_a_reset_answers_the_same_whether_the_address_is_known_or_not(company: Company, user_in):
    user = user_in("owner")

    known = Client().post(reverse("password_reset"), {"email": user.email})
    unknown = Client().post(reverse("password_reset"), {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert Event.objects.filter(name="access.password_reset_asked").count() == 1
    assert mail.outbox == [], "the worker sends it"


def test_a_reset_link_works_once(company: Company, user_in):
    user = user_in("owner")
    link = reverse(
        "password_reset_confirm",
        args=[
            urlsafe_base64_encode(force_bytes(user.pk)),
            default_token_generator.make_token(user),
        ],
    )
    first = Client()
    form = first.get(link, follow=True)
    first.post(form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})

    again = Client().get(link)

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert again.status_code == 200, "no redirect to the form: the token is spent"


def test_the_user_editor_gives_roles_companies_and_branches(company: Company, user_in):
    owner, user, branch = user_in("owner"), user_in("salesperson"), make_branch()
    client = logged_in(owner)
    form = {
        "name": user.name,
        "email": user.email,
        "roles": ["buyer"],
        "company": [company.pk],
        "branch": [branch.pk],
    }

    page = client.post(reverse("access:user_edit", args=[user.pk]), form)
    detail = client.get(reverse("access:user_detail", args=[user.pk]))

    assert page.status_code == 302
    assert roles_of(User.objects.get(pk=user.pk)) == ["buyer"]
    assert b"Buyer" in detail.content
    assert branch.name.encode() in detail.content


def test_the_user_editor_takes_no_company_or_branch_of_others(
    company: Company, other_company: Company, user_in
):
    owner, user = user_in("owner"), user_in("salesperson")
    with company_context(other_company.pk):
        foreign = make_branch()
    client = logged_in(owner)
    form = {"name": user.name, "email": user.email, "roles": ["salesperson"]}

    for stolen in {"company": [other_company.pk]}, {"branch": [foreign.pk]}:
        page = client.post(
            reverse("access:user_edit", args=[user.pk]), form | {"company": [company.pk]} | stolen
        )
        assert page.status_code == 422
    assert list(visible_companies(User.objects.get(pk=user.pk))) == [company]


def test_only_owners_edit_users(company: Company, user_in):
    somebody = user_in("salesperson")

    for role, status in {"owner": 200, "auditor": 403, "accountant": 403, "hr": 403}.items():
        page = logged_in(user_in(role)).get(reverse("access:user_edit", args=[somebody.pk]))
        assert page.status_code == status, role


def test_the_user_list_costs_the_same_for_2_and_20(company: Company, user_in, count_sql):
    client = logged_in(user_in("owner"))
    user_in("buyer", "hr")
    few = count_sql(lambda: client.get(reverse("access:user_list")))
    for _n in range(18):
        user_in("buyer", "hr")

    assert count_sql(lambda: client.get(reverse("access:user_list"))) == few


def test_auditors_read_changes_of_their_company_with_old_and_new(
    company: Company, other_company: Company, user_in
):
    auditor = user_in("auditor")
    party = make_party("Before")
    Party.objects.filter(pk=party.pk).update(name="After")
    with company_context(other_company.pk):
        make_party("Secret")
    client = logged_in(auditor)

    listed = client.get(reverse("access:auditrow_list"), {"q": str(party.pk)})
    change = AuditRow.objects.filter(row_id=str(party.pk), operation="update").first()
    detail = client.get(reverse("access:auditrow_detail", args=[change.pk])).content.decode()

    assert b"parties_party" in listed.content
    assert "Before" in detail
    assert "After" in detail
    assert b"Secret" not in client.get(reverse("access:auditrow_list")).content


def test_the_history_of_a_deleted_row_is_still_there(company: Company, user_in):
    auditor = user_in("auditor")
    contact = make_party().contacts.get()
    pk = contact.pk
    contact.delete()

    page = logged_in(auditor).get(reverse("access:history", args=["parties.contact", pk]))

    assert page.status_code == 200
    assert b"Marie Curie" in page.content


@pytest.mark.parametrize("label", ["parties.party", "sessions.session", "nonsense", "auth.group"])
def test_there_is_no_history_of_other_companies_or_of_other_things(
    company: Company, other_company: Company, user_in, label: str
):
    with company_context(other_company.pk):
        foreign = make_party()

    page = logged_in(user_in("auditor")).get(reverse("access:history", args=[label, foreign.pk]))

    assert page.status_code == 404


def test_a_custom_field_is_defined_in_the_browser_and_appears_in_the_form(
    company: Company, user_in
):
    client = logged_in(user_in("owner"))

    made = client.post(
        reverse("access:fielddefinition_create"),
        {
            "target_type": "parties.party",
            "label": "Segment",
            "label_fr": "Segment de marché",
            "code": "segment",
            "kind": "choice",
            "choices_text": "Retail\nWholesale",
            "position": "1",
        },
    )
    form = client.get(reverse("parties:party_create")).content.decode()

    assert made["Location"] == reverse("access:fielddefinition_list")
    assert FieldDefinition.objects.get(company_id=company.pk).choices == ["Retail", "Wholesale"]
    assert "custom_segment" in form
    assert "Wholesale" in form


def test_a_choice_without_choices_is_refused_at_its_form(company: Company, user_in):
    client = logged_in(user_in("owner"))

    page = client.post(
        reverse("access:fielddefinition_create"),
        {
            "target_type": "parties.party",
            "label": "Segment",
            "code": "segment",
            "kind": "choice",
            "position": "1",
        },
    )

    assert page.status_code == 422
    assert "list 1 to 200 different choices" in page.content.decode()
    assert not FieldDefinition.objects.filter(company_id=company.pk).exists()
