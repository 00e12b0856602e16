"""Commands of access: who becomes a user, with which roles, working where."""

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from apps.access import roles, services
from apps.access.models import User
from apps.access.permissions import allowed_ids
from apps.access.selectors import roles_of, visible_users
from apps.access.tests.factories import make_user
from apps.companies.models import Branch, Company
from apps.companies.selectors import visible_branches, visible_companies
from apps.companies.tests.factories import make_branch, make_company
from apps.core.context import company_context
from apps.core.exceptions import BusinessError, NotAllowed
from apps.core.models import Event
from apps.core.permissions import may


def test_a_user_has_the_roles_and_companies_they_were_made_with(
    company: Company, other_company: Company
):
    user = services.create_user(
        actor=None,
        email=" Ada@Example.com ",
        name="Ada",
        password="pass phrase",
        roles=["salesperson", "hr"],
        companies=[company],
    )

    assert user.email == "ada@example.com"
    assert user.check_password("pass phrase")
    assert roles_of(user) == ["salesperson", "hr"]
    assert list(visible_companies(user)) == [company]
    assert user.default_company == company
    assert Event.objects.filter(
        company_id=company.pk, name="access.user_created", aggregate_id=user.pk
    ).exists()


def test_an_address_is_used_once(company: Company):
    make_user(email="one@example.org")

    with pytest.raises(services.EmailTaken):
        make_user(email="ONE@example.org")


def test_there_are_only_the_roles_of_the_list(company: Company, user_in):
    user = user_in()
    Group.objects.get_or_create(name="chess club")

    with pytest.raises(BusinessError, match="none called chess club"):
        services.set_roles(actor=None, user=user, roles=["chess club"])

    assert roles_of(user) == []


def test_every_declared_right_exists(db):
    assert roles.unknown_declarations() == []


def test_owners_may_do_everything_and_auditors_see_everything_where_they_are_let_in(
    company: Company, user_in
):
    owner, auditor = user_in("owner"), user_in("auditor")

    assert may(owner, "parties.change_party")
    assert may(auditor, "parties.view_party")
    assert not may(auditor, "parties.change_party")
    assert not may(owner, "companies.access_company"), (
        "a role for all companies would open every one of them"
    )


def test_syncing_roles_again_changes_nothing_and_mends_what_was_changed_by_hand(company: Company):
    group = Group.objects.get(name="auditor")
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.remove(*group.permissions.filter(codename="view_party"))
    group.permissions.add(
        *Group.objects.get(name="owner").permissions.filter(codename="change_party")
    )

    roles.sync_roles("default")

    assert set(group.permissions.values_list("codename", flat=True)) == before


def test_a_branch_is_seen_by_those_it_was_given_to_and_by_roles_for_all(company: Company, user_in):
    north, south = make_branch("NORTH"), make_branch("SOUTH")
    seller, accountant = user_in("salesperson"), user_in("accountant")
    services.grant_access(actor=None, user=seller, row=north)

    assert list(visible_branches(seller)) == [north]
    assert list(visible_branches(accountant)) == [north, south]
    assert list(visible_branches(user_in("salesperson"))) == []

    services.revoke_access(actor=None, user=seller, row=north)
    assert list(visible_branches(seller)) == []


def test_a_group_may_hold_a_right_on_one_row(company: Company, user_in):
    branch, user = make_branch(), user_in()
    team = Group.objects.create(name=f"team {company.code}")
    user.groups.add(team)
    assign_perm("companies.access_branch", team, branch)

    assert allowed_ids(user, "companies.access_branch", Branch) == {branch.pk}


def test_row_rights_cost_one_statement_per_request(
    company: Company, user_in, django_assert_num_queries
):
    user = User.objects.get(pk=user_in("salesperson").pk)
    user.has_perm("companies.access_branch")

    with django_assert_num_queries(1):
        allowed_ids(user, "companies.access_branch", Branch)
        allowed_ids(user, "companies.access_branch", Branch)


def test_nobody_gives_access_they_do_not_have(company: Company, other_company: Company, user_in):
    owner, user = user_in("owner"), user_in()

    with pytest.raises(NotAllowed):
        services.grant_access(actor=owner, user=user, row=other_company)

    assert list(visible_companies(user)) == [company]


def test_an_owner_changes_only_access_of_people_who_also_work_elsewhere(
    company: Company, other_company: Company, user_in
):
    owner = user_in("owner")
    both = make_user("salesperson", companies=(company, other_company))

    with pytest.raises(services.BeyondReach):
        services.save_user(
            actor=owner, user=both, roles=["owner"], grants={"company": {company.pk}}
        )
    with pytest.raises(services.BeyondReach):
        services.deactivate_user(actor=owner, pk=both.pk)
    services.save_user(actor=owner, user=both, roles=["salesperson"], grants={"company": set()})

    assert roles_of(both) == ["salesperson"]
    assert list(visible_companies(User.objects.get(pk=both.pk))) == [other_company]


def test_an_owner_cannot_lock_themselves_out(company: Company, user_in):
    owner = user_in("owner")

    for chosen, grants in ([], {"company": {company.pk}}), (["owner"], {"company": set()}):
        with pytest.raises(services.LockedOut):
            services.save_user(actor=owner, user=owner, roles=chosen, grants=grants)
    with pytest.raises(services.LockedOut):
        services.deactivate_user(actor=owner, pk=owner.pk)

    assert roles_of(owner) == ["owner"]


def test_inviting_somebody_new_makes_a_user_who_cannot_log_in_yet(company: Company, user_in):
    owner, branch = user_in("owner"), make_branch()

    invited = services.invite_user(
        actor=owner,
        user=User(email="new@example.org", name="New"),
        roles=["buyer"],
        grants={"branch": {branch.pk}},
    )

    assert not invited.has_usable_password()
    assert roles_of(invited) == ["buyer"]
    assert list(visible_branches(invited)) == [branch]
    assert Event.objects.filter(name="access.user_invited", aggregate_id=invited.pk).exists()


def test_inviting_somebody_from_another_company_gives_access_and_changes_nothing_else(
    company: Company, other_company: Company, user_in
):
    known = make_user("auditor", companies=(other_company,), name="Known")

    services.invite_user(
        actor=user_in("owner"),
        user=User(email=known.email, name="X"),
        roles=["owner"],
        grants={"company": {company.pk}},
    )

    known = User.objects.get(pk=known.pk)
    assert (known.name, roles_of(known)) == ("Known", ["auditor"])
    assert set(visible_companies(known)) == {company, other_company}


def test_users_of_other_companies_are_not_seen(company: Company, other_company: Company, user_in):
    owner = user_in("owner")
    stranger = make_user("salesperson", companies=(other_company,))

    assert list(visible_users(owner)) == [owner]
    assert list(visible_users(user_in("salesperson"))) == []
    assert stranger not in visible_users(owner)


def test_superusers_may_work_in_every_company(company: Company):
    third = make_company()

    assert {company, third} <= set(visible_companies(make_user(is_superuser=True)))


def test_a_password_reset_is_asked_for_in_the_person_s_company(
    company: Company, other_company: Company
):
    user = make_user(companies=(other_company,))

    assert services.ask_password_reset(user=user)
    assert not services.ask_password_reset(user=make_user())

    with company_context(other_company.pk):
        assert Event.objects.filter(
            name="access.password_reset_asked", aggregate_id=user.pk
        ).exists()
