"""Months of stock value: kept by a trigger on the value lines, filled from those that are there.

Moves are found by their day: they are written day by day, so an index of blocks is enough and costs writing next to nothing.
"""

from pathlib import Path

from django.db import migrations

from apps.core.sql import guard_tables, often_analyzed, read_only, sql_object

SQL = Path(__file__).resolve().parents[1] / "sql"
FILL = """
DO $$ DECLARE company uuid; BEGIN
    FOR company IN SELECT id FROM companies_company LOOP
        PERFORM set_config('erp.company_id', company::text, true);
        INSERT INTO valuation_monthsum (id, company_id, product_id, account_id, month, in_quantity, in_value, out_quantity,
                                        out_value, sold_quantity, sold_value)
        SELECT gen_random_uuid(), v.company_id, v.product_id, v.account_id, date_trunc('month', v.date::timestamp)::date,
               coalesce(sum(v.quantity) FILTER (WHERE v.quantity > 0), 0),
               coalesce(sum(v.value) FILTER (WHERE v.quantity > 0 OR v.quantity = 0 AND v.value > 0), 0),
               coalesce(-sum(v.quantity) FILTER (WHERE v.quantity < 0), 0),
               coalesce(-sum(v.value) FILTER (WHERE v.quantity < 0 OR v.quantity = 0 AND v.value < 0), 0),
               coalesce(-sum(v.quantity) FILTER (WHERE v.kind = 'issue' OR l.kind = 'customer'), 0),
               coalesce(-sum(v.value) FILTER (WHERE v.kind = 'issue' OR l.kind = 'customer'), 0)
        FROM (
            SELECT company_id, product_id, account_id, date, move_id, kind, sum(quantity) AS quantity, sum(value) AS value
            FROM stock_valueline WHERE company_id = company
            GROUP BY company_id, product_id, account_id, date, move_id, kind,
                     CASE WHEN move_id IS NULL AND kind <> 'method' THEN coalesce(entry_id, id) END) v
        LEFT JOIN stock_move m ON m.id = v.move_id AND v.kind = 'reversal' AND v.quantity > 0
        LEFT JOIN warehouses_location l ON l.id = m.from_location_id
        GROUP BY v.company_id, v.product_id, v.account_id, date_trunc('month', v.date::timestamp);
    END LOOP;
    PERFORM set_config('erp.company_id', '', true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_guards"),
        ("stock", "0007_cost_parts"),
        ("valuation", "0001_initial"),
    ]

    operations = [
        guard_tables("valuation", unaudited={"valuation_monthsum"}),
        read_only("valuation_monthsum"),
        often_analyzed("valuation_monthsum"),
        sql_object(SQL, "month_summed", version=1),
        migrations.RunSQL(
            "CREATE INDEX valuation_move_by_day ON stock_move USING brin (date)",
            "DROP INDEX IF EXISTS valuation_move_by_day",
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
