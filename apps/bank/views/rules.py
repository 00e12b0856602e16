"""Screens of what is known of movements beforehand: rules, and the accounts of parties."""

from django.utils.translation import gettext_lazy

from apps.bank import filters, forms, selectors, services, tables
from apps.bank.models import BankRule, PartyAccount
from apps.core.screens import FormScreen, ListScreen


class BankRuleList(ListScreen):
    """Rules for movements that come again and again."""

    visible = selectors.visible_rules
    filterset_class = filters.BankRuleFilter
    table_class = tables.BankRuleTable
    title = gettext_lazy("Bank rules")
    create = gettext_lazy("New rule")
    empty = {
        "title": gettext_lazy("No bank rule yet"),
        "text": gettext_lazy(
            "A rule knows movements that come again and again, such as fees and rent, and books or suggests them."
        ),
        "icon": "list-checks",
    }


class BankRuleEdit(FormScreen):
    """The form of a rule."""

    model = BankRule
    visible = selectors.visible_rules
    form_class = forms.BankRuleForm
    service = services.save_rule
    title = gettext_lazy("Bank rule")


class BankRuleCreate(BankRuleEdit):
    """The form of a new rule."""

    permission = "bank.add_bankrule"
    title = gettext_lazy("New rule")


class PartyAccountList(ListScreen):
    """Where parties have their accounts."""

    visible = selectors.visible_party_accounts
    filterset_class = filters.PartyAccountFilter
    table_class = tables.PartyAccountTable
    title = gettext_lazy("Bank accounts of parties")
    create = gettext_lazy("New account of a party")
    empty = {
        "title": gettext_lazy("No account of a party yet"),
        "text": gettext_lazy(
            "Reconciling learns them by itself; payment runs pay to them. Write one to pay a supplier by bank."
        ),
        "icon": "landmark",
    }


class PartyAccountEdit(FormScreen):
    """The form of a party's account."""

    model = PartyAccount
    visible = selectors.visible_party_accounts
    form_class = forms.PartyAccountForm
    service = services.save_party_account
    title = gettext_lazy("Bank account of a party")


class PartyAccountCreate(PartyAccountEdit):
    """The form of a party's new account."""

    permission = "bank.add_partyaccount"
    title = gettext_lazy("New account of a party")
