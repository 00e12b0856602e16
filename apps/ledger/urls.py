"""Addresses of the ledger."""

from django.urls import path

from apps.ledger.views import analysis, books, chart, locks, periods, reports, years

app_name = "ledger"
urlpatterns = [
    path("accounts/", chart.AccountList.as_view(), name="account_list"),
    path("accounts/new/", chart.AccountCreate.as_view(), name="account_create"),
    path("accounts/options/", chart.account_options, name="account_options"),
    path("accounts/<uuid:pk>/", reports.account_detail, name="account_detail"),
    path("accounts/<uuid:pk>/edit/", chart.AccountEdit.as_view(), name="account_edit"),
    path("journals/", chart.JournalList.as_view(), name="journal_list"),
    path("journals/new/", chart.JournalCreate.as_view(), name="journal_create"),
    path("journals/<uuid:pk>/edit/", chart.JournalEdit.as_view(), name="journal_edit"),
    path("taxes/", chart.TaxList.as_view(), name="tax_list"),
    path("taxes/new/", chart.TaxCreate.as_view(), name="tax_create"),
    path("taxes/<uuid:pk>/edit/", chart.TaxEdit.as_view(), name="tax_edit"),
    path("defaults/", chart.DefaultAccountList.as_view(), name="defaultaccount_list"),
    path("defaults/new/", chart.DefaultAccountCreate.as_view(), name="defaultaccount_create"),
    path(
        "defaults/<uuid:pk>/edit/", chart.DefaultAccountEdit.as_view(), name="defaultaccount_edit"
    ),
    path("chart/", chart.install_chart, name="chart_install"),
    path("entries/", books.EntryList.as_view(), name="entry_list"),
    path("entries/<uuid:pk>/", books.EntryDetail.as_view(), name="entry_detail"),
    path("manual/", books.ManualEntryList.as_view(), name="manualentry_list"),
    path("manual/new/", books.ManualEntryCreate.as_view(), name="manualentry_create"),
    path("manual/post/", books.post_manual_entries, name="manualentry_post_many"),
    path("manual/<uuid:pk>/", books.ManualEntryDetail.as_view(), name="manualentry_detail"),
    path("manual/<uuid:pk>/edit/", books.ManualEntryEdit.as_view(), name="manualentry_edit"),
    path("manual/<uuid:pk>/post/", books.post_manual_entry, name="manualentry_post"),
    path("manual/<uuid:pk>/cancel/", books.cancel_manual_entry, name="manualentry_cancel"),
    path("manual/<uuid:pk>/reverse/", books.reverse_manual_entry, name="manualentry_reverse"),
    path("manual/<uuid:pk>/copy/", books.copy_manual_entry, name="manualentry_copy"),
    path("dimensions/", analysis.DimensionList.as_view(), name="dimension_list"),
    path("dimensions/new/", analysis.DimensionCreate.as_view(), name="dimension_create"),
    path("dimensions/<uuid:pk>/edit/", analysis.DimensionEdit.as_view(), name="dimension_edit"),
    path("dimensions/values/", analysis.ValueList.as_view(), name="dimensionvalue_list"),
    path("dimensions/values/new/", analysis.ValueCreate.as_view(), name="dimensionvalue_create"),
    path(
        "dimensions/values/<uuid:pk>/edit/",
        analysis.ValueEdit.as_view(),
        name="dimensionvalue_edit",
    ),
    path("dimensions/rules/", analysis.RuleList.as_view(), name="dimensionrule_list"),
    path("dimensions/rules/new/", analysis.RuleCreate.as_view(), name="dimensionrule_create"),
    path(
        "dimensions/rules/<uuid:pk>/edit/", analysis.RuleEdit.as_view(), name="dimensionrule_edit"
    ),
    path("periods/", periods.PeriodList.as_view(), name="period_list"),
    path("periods/open-year/", periods.open_year, name="fiscalyear_create"),
    path("periods/<uuid:pk>/", periods.PeriodDetail.as_view(), name="period_detail"),
    path("periods/<uuid:pk>/close/", periods.close_period, name="period_close"),
    path("periods/<uuid:pk>/reopen/", periods.reopen_period, name="period_reopen"),
    path("periods/<uuid:pk>/approve/", periods.approve_period, name="period_approve"),
    path("reopenings/<uuid:pk>/decline/", periods.decline_reopening, name="reopening_decline"),
    path("years/", years.FiscalYearList.as_view(), name="fiscalyear_list"),
    path("years/<uuid:pk>/", years.FiscalYearDetail.as_view(), name="fiscalyear_detail"),
    path("years/<uuid:pk>/close/", years.close_year, name="fiscalyear_close"),
    path("locks/", locks.AreaLockList.as_view(), name="arealock_list"),
    path("locks/new/", locks.AreaLockCreate.as_view(), name="arealock_create"),
    path("locks/<uuid:pk>/edit/", locks.AreaLockEdit.as_view(), name="arealock_edit"),
    path("locks/passed/", locks.LockOverrideList.as_view(), name="lockoverride_list"),
    path("trial-balance/", reports.trial_balance, name="trial_balance"),
    path("profit-and-loss/", reports.profit_and_loss, name="profit_and_loss"),
    path("balance-sheet/", reports.balance_sheet, name="balance_sheet"),
    path("general-ledger/", reports.GeneralLedger.as_view(), name="entryline_list"),
    path("reports/pdf/", reports.ask_for_pdf, name="report_ask"),
    path("reports/", reports.report_pdf, name="report_pdf"),
]
