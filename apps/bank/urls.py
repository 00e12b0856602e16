"""Addresses of the bank."""

from django.urls import path

from apps.bank.views import columns, reconciling, statements

app_name = "bank"
urlpatterns = [
    path("accounts/", statements.BankAccountList.as_view(), name="bankaccount_list"),
    path("accounts/new/", statements.BankAccountCreate.as_view(), name="bankaccount_create"),
    path("accounts/<uuid:pk>/", statements.BankAccountDetail.as_view(), name="bankaccount_detail"),
    path("accounts/<uuid:pk>/edit/", statements.BankAccountEdit.as_view(), name="bankaccount_edit"),
    path("accounts/<uuid:pk>/csv/", columns.csv_columns, name="bankaccount_columns"),
    path("accounts/<uuid:pk>/reconcile/", reconciling.desk, name="desk"),
    path("accounts/<uuid:pk>/accept/", reconciling.accept, name="accept"),
    path("reconciliations/", reconciling.ReconciliationList.as_view(), name="reconciliation_list"),
    path(
        "reconciliations/<uuid:pk>/",
        reconciling.ReconciliationDetail.as_view(),
        name="reconciliation_detail",
    ),
    path(
        "reconciliations/<uuid:pk>/undo/",
        reconciling.undo_reconciliation,
        name="reconciliation_undo",
    ),
    path("rules/", reconciling.BankRuleList.as_view(), name="bankrule_list"),
    path("rules/new/", reconciling.BankRuleCreate.as_view(), name="bankrule_create"),
    path("rules/<uuid:pk>/edit/", reconciling.BankRuleEdit.as_view(), name="bankrule_edit"),
    path("party-accounts/", reconciling.PartyAccountList.as_view(), name="partyaccount_list"),
    path(
        "party-accounts/new/", reconciling.PartyAccountCreate.as_view(), name="partyaccount_create"
    ),
    path(
        "party-accounts/<uuid:pk>/edit/",
        reconciling.PartyAccountEdit.as_view(),
        name="partyaccount_edit",
    ),
    path("import/", statements.import_file, name="import_file"),
    path("statements/", statements.BankStatementList.as_view(), name="bankstatement_list"),
    path(
        "statements/<uuid:pk>/",
        statements.BankStatementDetail.as_view(),
        name="bankstatement_detail",
    ),
    path("movements/", statements.BankStatementLineList.as_view(), name="bankstatementline_list"),
    path("files/", statements.StatementFileList.as_view(), name="statementfile_list"),
    path("files/<uuid:pk>/", statements.StatementFileDetail.as_view(), name="statementfile_detail"),
]
