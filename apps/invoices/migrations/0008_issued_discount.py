"""What an invoice grants for paying early stands on it; those in the books take it from their terms, once."""

from django.conf import settings
from django.db import migrations, models

TREATMENTS = [
    ("reduced", "Reduced when the discount is taken"),
    ("kept", "Not reduced: the discount is of the net amount"),
    ("invoiced", "Reduced on the invoice, whether or not the discount is taken"),
]
ISSUED = """
DO $$ DECLARE company uuid; BEGIN
    ALTER TABLE invoices_invoice DISABLE TRIGGER frozen_update;
    FOR company IN SELECT id FROM companies_company LOOP
        PERFORM set_config('erp.company_id', company::text, true);
        UPDATE invoices_invoice i
        SET discount_percent = CASE WHEN i.tax_discount > 0 THEN i.tax_discount ELSE t.discount_percent END,
            discount_days = t.discount_days,
            discount_tax = CASE WHEN i.tax_discount > 0 THEN 'invoiced'
                                WHEN t.discount_tax = 'invoiced' THEN 'kept'
                                ELSE t.discount_tax END
        FROM parties_paymentterm t
        WHERE t.company_id = i.company_id AND t.id = i.term_id AND i.company_id = company
          AND i.status = 'posted' AND i.credits_id IS NULL AND (i.tax_discount > 0 OR t.discount_percent > 0);
    END LOOP;
    PERFORM set_config('erp.company_id', '', true);
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE invoices_invoice ENABLE TRIGGER frozen_update;
END $$
"""


def columns(model: str) -> list[migrations.AddField]:
    """Return the steps that add the three columns to ``model``."""
    percent = models.DecimalField(
        db_default=0,
        decimal_places=4,
        default=0,
        editable=False,
        max_digits=7,
        verbose_name="early-payment discount %",
    )
    days = models.PositiveSmallIntegerField(
        db_default=0, default=0, editable=False, verbose_name="discount within days"
    )
    tax = models.CharField(
        blank=True,
        choices=TREATMENTS,
        db_default="",
        default="",
        editable=False,
        max_length=12,
        verbose_name="tax of the discount",
    )
    fields = {"discount_percent": percent, "discount_days": days, "discount_tax": tax}
    return [
        migrations.AddField(model_name=model, name=name, field=field)
        for name, field in fields.items()
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0004_keep_currency"),
        ("invoices", "0006_untaxed_discount"),
        ("parties", "0006_tax_of_discounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *columns("historicalinvoice"),
        *columns("invoice"),
        migrations.RunSQL(ISSUED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(discount_percent=0, discount_days=0, discount_tax="")
                | models.Q(
                    discount_percent__gt=0,
                    discount_percent__lt=100,
                    discount_days__gte=0,
                    discount_days__lte=999,
                    discount_tax__in=["reduced", "kept", "invoiced"],
                ),
                name="invoice_discount_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(discount_percent=0)
                | models.Q(discount_tax="invoiced", tax_discount=models.F("discount_percent"))
                | models.Q(discount_tax__in=["reduced", "kept"], tax_discount=0),
                name="invoice_untaxed_discount_is_its_discount",
            ),
        ),
    ]
