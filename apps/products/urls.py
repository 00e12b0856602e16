"""Addresses of products, categories and units."""

from django.urls import path

from apps.products import family_views, number_views, picture_views, tax_views, views

app_name = "products"
urlpatterns = [
    path("", views.ProductList.as_view(), name="product_list"),
    path("new/", views.ProductCreate.as_view(), name="product_create"),
    path("options/", views.product_options, name="product_options"),
    path("archive/", views.archive_products, name="product_archive_many"),
    path("categories/", views.CategoryList.as_view(), name="category_list"),
    path("categories/new/", views.CategoryCreate.as_view(), name="category_create"),
    path("categories/<uuid:pk>/", views.CategoryEdit.as_view(), name="category_edit"),
    path("numbers/", number_views.PartNumberList.as_view(), name="partnumber_list"),
    path("numbers/new/", number_views.PartNumberCreate.as_view(), name="partnumber_create"),
    path("numbers/import/", number_views.import_part_numbers, name="partnumber_import"),
    path("numbers/<uuid:pk>/", number_views.PartNumberEdit.as_view(), name="partnumber_edit"),
    path("numbers/of/<uuid:pk>/", number_views.party_numbers, name="party_numbers"),
    path("attributes/", family_views.AttributeList.as_view(), name="attribute_list"),
    path("attributes/new/", family_views.AttributeCreate.as_view(), name="attribute_create"),
    path("attributes/<uuid:pk>/", family_views.AttributeEdit.as_view(), name="attribute_edit"),
    path("families/", family_views.FamilyList.as_view(), name="family_list"),
    path("families/new/", family_views.FamilyCreate.as_view(), name="family_create"),
    path("families/<uuid:pk>/", family_views.FamilyDetail.as_view(), name="family_detail"),
    path("families/<uuid:pk>/edit/", family_views.FamilyEdit.as_view(), name="family_edit"),
    path("families/<uuid:pk>/carry/", family_views.carry_family, name="family_carry"),
    path("families/<uuid:pk>/variants/", family_views.family_variants, name="family_variants"),
    path("tax-rules/", tax_views.TaxRuleList.as_view(), name="taxrule_list"),
    path("tax-rules/new/", tax_views.TaxRuleCreate.as_view(), name="taxrule_create"),
    path("tax-rules/<uuid:pk>/", tax_views.TaxRuleDetail.as_view(), name="taxrule_detail"),
    path("tax-rules/<uuid:pk>/edit/", tax_views.TaxRuleEdit.as_view(), name="taxrule_edit"),
    path("exemptions/", tax_views.TaxExemptionList.as_view(), name="taxexemption_list"),
    path("exemptions/new/", tax_views.TaxExemptionCreate.as_view(), name="taxexemption_create"),
    path(
        "exemptions/<uuid:pk>/edit/", tax_views.TaxExemptionEdit.as_view(), name="taxexemption_edit"
    ),
    path("units/", views.UnitList.as_view(), name="unit_list"),
    path("units/new/", views.UnitCreate.as_view(), name="unit_create"),
    path("units/<uuid:pk>/", views.UnitEdit.as_view(), name="unit_edit"),
    path("<uuid:pk>/", views.ProductDetail.as_view(), name="product_detail"),
    path("<uuid:pk>/edit/", views.ProductEdit.as_view(), name="product_edit"),
    path("<uuid:pk>/kit/", views.KitEdit.as_view(), name="kit_edit"),
    path("<uuid:pk>/substitutes/", views.SubstitutesEdit.as_view(), name="product_substitutes"),
    path("<uuid:pk>/pictures/", picture_views.add_picture, name="product_picture"),
    path("pictures/<uuid:pk>/page/", picture_views.picture_page, name="picture_page"),
    path("pictures/<uuid:pk>/thumb/", picture_views.picture_thumb, name="picture_thumb"),
    path("pictures/<uuid:pk>/lead/", picture_views.lead_picture, name="picture_lead"),
    path("pictures/<uuid:pk>/remove/", picture_views.remove_picture, name="picture_remove"),
    path("<uuid:pk>/archive/", views.archive_product, name="product_archive"),
    path("<uuid:pk>/restore/", views.restore_product, name="product_restore"),
]
