"""Addresses of the bank."""

from django.urls import path

from apps.bank.views import columns, reconciling, report, rules, runs, statements

app_name = "bank"
urlpatterns = [
    path("accounts/", statements.BankAccountList.as_view(), name="bankaccount_list"),
    path("accounts/new/", statements.BankAccountCreate.as_view(), name="bankaccount_create"),
    path("accounts/<uuid:pk>/", statements.BankAccountDetail.as_view(), name="bankaccount_detail"),
    path("accounts/<uuid:pk>/edit/", statements.BankAccountEdit.as_view(), name="bankaccount_edit"),
    path("accounts/<uuid:pk>/csv/", columns.csv_columns, name="bankaccount_columns"),
    path("accounts/<uuid:pk>/reconcile/", reconciling.desk, name="desk"),
    path("accounts/<uuid:pk>/accept/", reconciling.accept, name="accept"),
    path("accounts/<uuid:pk>/report/", report.report, name="report"),
    path("accounts/<uuid:pk>/report/pdf/", report.ask_for_pdf, name="report_ask"),
    path("reports/", report.report_pdf, name="report_pdf"),
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
    path("rules/", rules.BankRuleList.as_view(), name="bankrule_list"),
    path("rules/new/", rules.BankRuleCreate.as_view(), name="bankrule_create"),
    path("rules/<uuid:pk>/edit/", rules.BankRuleEdit.as_view(), name="bankrule_edit"),
    path("party-accounts/", rules.PartyAccountList.as_view(), name="partyaccount_list"),
    path("party-accounts/new/", rules.PartyAccountCreate.as_view(), name="partyaccount_create"),
    path(
        "party-accounts/<uuid:pk>/edit/",
        rules.PartyAccountEdit.as_view(),
        name="partyaccount_edit",
    ),
    path("runs/", runs.PaymentRunList.as_view(), name="paymentrun_list"),
    path("runs/new/", runs.create_run, name="paymentrun_create"),
    path("runs/preview/", runs.preview_run, name="paymentrun_preview"),
    path("runs/<uuid:pk>/", runs.PaymentRunDetail.as_view(), name="paymentrun_detail"),
    path("runs/<uuid:pk>/edit/", runs.edit_run, name="paymentrun_edit"),
    path("runs/<uuid:pk>/submit/", runs.submit_run, name="paymentrun_submit"),
    path("runs/<uuid:pk>/approve/", runs.approve_run, name="paymentrun_approve"),
    path("runs/<uuid:pk>/reject/", runs.reject_run, name="paymentrun_reject"),
    path("runs/<uuid:pk>/post/", runs.post_run, name="paymentrun_post"),
    path("runs/<uuid:pk>/cancel/", runs.cancel_run, name="paymentrun_cancel"),
    path("runs/<uuid:pk>/withdraw/", runs.withdraw_run, name="paymentrun_withdraw"),
    path("runs/<uuid:pk>/order.<str:kind>", runs.run_file, name="run_file"),
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
