-- A match takes its amount off both open items; a match that reverses one gives it back. The items are locked first,
-- in key order, and their own checks refuse more than is open. Only items of one account, party and currency, of
-- opposite sides, settle each other, on a day on which both exist.
CREATE FUNCTION payments_match_settles() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    items uuid[];
    wrong text;
BEGIN
    SELECT array_agg(DISTINCT item) INTO items
    FROM new_rows n, LATERAL (VALUES (n.debit_item_id), (n.credit_item_id)) AS both_sides(item);
    PERFORM FROM ledger_openitem WHERE id = ANY (items) ORDER BY id FOR NO KEY UPDATE;
    SELECT CASE
        WHEN d.id IS NULL OR c.id IS NULL THEN 'choose a debit and a credit of this company'
        WHEN d.side <> 'debit' OR c.side <> 'credit' THEN 'choose a debit and a credit'
        WHEN d.account_id <> c.account_id THEN 'choose two items of one account'
        WHEN d.party_id IS DISTINCT FROM c.party_id THEN 'choose two items of one party'
        WHEN d.currency_id <> c.currency_id THEN 'choose two items in one currency'
        WHEN n.reverses_id IS NULL AND n.date < greatest(d.date, c.date) THEN 'choose a date on which both exist'
        WHEN d.currency_id = k.currency_id AND n.amount <> n.amount_currency THEN 'take the same amount in both currencies'
        WHEN n.amount_currency = 0 AND n.exchange_entry_id NOT IN (d.entry_id, c.entry_id)
            THEN 'settle what is left over with the exchange entry itself'
        WHEN n.reverses_id IS NOT NULL AND (o.id IS NULL OR o.reverses_id IS NOT NULL
            OR (o.debit_item_id, o.credit_item_id, o.amount, o.amount_currency)
               IS DISTINCT FROM (n.debit_item_id, n.credit_item_id, -n.amount, -n.amount_currency))
            THEN 'undo all of one match, once'
        END INTO wrong
    FROM new_rows n
    LEFT JOIN ledger_openitem d ON d.id = n.debit_item_id AND d.company_id = n.company_id
    LEFT JOIN ledger_openitem c ON c.id = n.credit_item_id AND c.company_id = n.company_id
    LEFT JOIN companies_company k ON k.id = n.company_id
    LEFT JOIN payments_match o ON o.id = n.reverses_id AND o.company_id = n.company_id
    ORDER BY 1 NULLS LAST LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'To match open items, %.', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'match_settles', TABLE = TG_TABLE_NAME;
    END IF;
    UPDATE ledger_openitem i
    SET open_amount = i.open_amount - taken.amount, open_currency = i.open_currency - taken.amount_currency
    FROM (SELECT item, sum(n.amount) AS amount, sum(n.amount_currency) AS amount_currency
          FROM new_rows n, LATERAL (VALUES (n.debit_item_id), (n.credit_item_id)) AS both_sides(item)
          GROUP BY item) taken
    WHERE i.id = taken.item AND i.id = ANY (items);
    RETURN NULL;
END $$;
CREATE TRIGGER match_settles AFTER INSERT ON payments_match REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION payments_match_settles();
