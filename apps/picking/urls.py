"""Addresses of the warehouse floor."""

from django.urls import path

from apps.picking.views import lists, packing, putaway, scanner, staging, waves

app_name = "picking"
urlpatterns = [
    path("waves/", waves.WaveList.as_view(), name="wave_list"),
    path("waves/<uuid:pk>/", waves.WaveDetail.as_view(), name="wave_detail"),
    path("waves/<uuid:pk>/pick/", scanner.scanner, name="wave_scanner"),
    path("waves/<uuid:pk>/scan/", scanner.scan, name="wave_scan"),
    path("waves/<uuid:pk>/short/", scanner.short, name="wave_short"),
    path("waves/<uuid:pk>/elsewhere/", scanner.elsewhere, name="wave_elsewhere"),
    path("waves/<uuid:pk>/ship/", staging.ship_wave, name="wave_ship"),
    path("waves/<uuid:pk>/bring/", staging.bring_wave, name="wave_bring"),
    path("waves/<uuid:pk>/finish/", waves.finish_wave, name="wave_finish"),
    path("waves/<uuid:pk>/cancel/", waves.cancel_wave, name="wave_cancel"),
    path("waves/<uuid:pk>/list/", lists.ask_for_list, name="wave_list_pdf"),
    path("lists/", lists.list_pdf, name="list_pdf"),
    path("waiting/", waves.ShippableList.as_view(), name="shippable_list"),
    path("waiting/wave/", waves.make_waves, name="shippable_make_wave_many"),
    path("bench/", staging.BenchList.as_view(), name="bench_list"),
    path("bench/pack/", staging.pack_many, name="bench_pack_many"),
    path("bench/<uuid:pk>/", packing.desk, name="bench_desk"),
    path("bench/<uuid:pk>/scan/", packing.scan, name="bench_scan"),
    path("bench/<uuid:pk>/close/", packing.close, name="bench_close"),
    path("packages/<uuid:pk>/reopen/", packing.reopen, name="package_reopen"),
    path("packages/<uuid:pk>/label/", packing.label, name="package_label"),
    path("dock/", staging.DockList.as_view(), name="dock_list"),
    path("dock/ship/", staging.ship_many, name="dock_ship_many"),
    path("put-back/", staging.PutBackList.as_view(), name="putback_list"),
    path("put-away/", putaway.start, name="putaway_start"),
    path("put-away/<uuid:pk>/", putaway.desk, name="putaway_desk"),
    path("put-away/<uuid:pk>/scan/", putaway.scan, name="putaway_scan"),
    path("rules/", putaway.PutawayRuleList.as_view(), name="putawayrule_list"),
    path("rules/new/", putaway.PutawayRuleCreate.as_view(), name="putawayrule_create"),
    path("rules/<uuid:pk>/", putaway.PutawayRuleDetail.as_view(), name="putawayrule_detail"),
    path("rules/<uuid:pk>/edit/", putaway.PutawayRuleEdit.as_view(), name="putawayrule_edit"),
]
