"""Past open amounts kept apart by company, written by the trigger of the matches alone; those of old matches made now."""

from pathlib import Path

from django.db import migrations

from apps.core.sql import guard_tables, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
OLD_MATCHES = """
DO $$ DECLARE company uuid; BEGIN
    FOR company IN SELECT id FROM companies_company LOOP
        PERFORM set_config('erp.company_id', company::text, true);
        INSERT INTO credit_openspan (id, company_id, item_id, account_id, party_id, side, due_date, currency_id,
                                     start, "end", open_amount, open_currency)
        SELECT gen_random_uuid(), i.company_id, i.id, i.account_id, i.party_id, i.side, i.due_date, i.currency_id,
               f.start, f."end", f.open_amount, f.open_currency
        FROM credit_spans_of(NULL) f JOIN ledger_openitem i ON i.id = f.item_id;
    END LOOP;
    PERFORM set_config('erp.company_id', '', true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("payments", "0002_guards"),
        ("credit", "0001_initial"),
    ]

    operations = [
        guard_tables("credit", unaudited={"credit_openspan"}),
        read_only("credit_openspan"),
        sql_object(SQL, "open_span", version=1),
        migrations.RunSQL(OLD_MATCHES, migrations.RunSQL.noop),
    ]
