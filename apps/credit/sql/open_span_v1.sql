-- What was open of an item before a match took from it is kept, from the day it was so until the day of the match.
-- So what was open on any day is found by that day alone. A match that was undone, and what undid it, count as never made.
CREATE INDEX credit_openspan_covers_day ON credit_openspan USING gist (company_id, daterange(start, "end"));

-- The spans that the matches in force make, of the given items or, for null, of all that are seen.
CREATE FUNCTION credit_spans_of(items uuid[])
RETURNS TABLE (item_id uuid, start date, "end" date, open_amount numeric, open_currency numeric)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH taken AS (
        SELECT s.item, m.date, sum(m.amount) AS amount, sum(m.amount_currency) AS amount_currency
        FROM payments_match m
        CROSS JOIN LATERAL (VALUES (m.debit_item_id), (m.credit_item_id)) AS s(item)
        WHERE m.reverses_id IS NULL AND NOT EXISTS (SELECT FROM payments_match r WHERE r.reverses_id = m.id)
          AND (items IS NULL OR m.debit_item_id = ANY (items) OR m.credit_item_id = ANY (items))
          AND (items IS NULL OR s.item = ANY (items))
        GROUP BY s.item, m.date
    ), before AS (
        SELECT t.item, t.date, i.amount, i.amount_currency,
               coalesce(lag(t.date) OVER w, i.date) AS start,
               coalesce(sum(t.amount) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS gone,
               coalesce(sum(t.amount_currency) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS gone_currency
        FROM taken t JOIN ledger_openitem i ON i.id = t.item
        WINDOW w AS (PARTITION BY t.item ORDER BY t.date)
    )
    SELECT item, start, date, amount - gone, amount_currency - gone_currency FROM before WHERE start < date
$$;

CREATE FUNCTION credit_match_ends_span() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    items uuid[];
BEGIN
    SELECT array_agg(DISTINCT s.item) INTO items
    FROM new_rows n CROSS JOIN LATERAL (VALUES (n.debit_item_id), (n.credit_item_id)) AS s(item);
    PERFORM FROM ledger_openitem WHERE id = ANY (items) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM credit_openspan s WHERE s.item_id = ANY (items) AND NOT EXISTS (
        SELECT FROM credit_spans_of(items) f
        WHERE (f.item_id, f.start, f."end", f.open_amount, f.open_currency)
            = (s.item_id, s.start, s."end", s.open_amount, s.open_currency));
    INSERT INTO credit_openspan (id, company_id, item_id, account_id, party_id, side, due_date, currency_id,
                                 start, "end", open_amount, open_currency)
    SELECT gen_random_uuid(), i.company_id, i.id, i.account_id, i.party_id, i.side, i.due_date, i.currency_id,
           f.start, f."end", f.open_amount, f.open_currency
    FROM credit_spans_of(items) f JOIN ledger_openitem i ON i.id = f.item_id
    WHERE NOT EXISTS (SELECT FROM credit_openspan s WHERE s.item_id = f.item_id AND s.start = f.start);
    RETURN NULL;
END $$;

CREATE TRIGGER open_spans AFTER INSERT ON payments_match REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION credit_match_ends_span();
