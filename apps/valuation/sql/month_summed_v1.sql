-- Every value line is added to the sums of its product, account and month; what was sold and came back counts as not sold.
-- What a move or an entry takes from one part of a pool and adds to another, as a transfer does, is nothing that came in or left.
-- In key order, after the pools, which whoever changes them holds already.
CREATE FUNCTION valuation_month_summed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    INSERT INTO valuation_monthsum AS s (id, company_id, product_id, account_id, month, in_quantity, in_value, out_quantity, out_value,
                                         sold_quantity, sold_value)
    SELECT gen_random_uuid(), n.company_id, n.product_id, n.account_id, date_trunc('month', n.date::timestamp)::date,
           coalesce(sum(n.quantity) FILTER (WHERE n.quantity > 0), 0),
           coalesce(sum(n.value) FILTER (WHERE n.quantity > 0 OR n.quantity = 0 AND n.value > 0), 0),
           coalesce(-sum(n.quantity) FILTER (WHERE n.quantity < 0), 0),
           coalesce(-sum(n.value) FILTER (WHERE n.quantity < 0 OR n.quantity = 0 AND n.value < 0), 0),
           coalesce(-sum(n.quantity) FILTER (WHERE n.kind = 'issue' OR came.back), 0),
           coalesce(-sum(n.value) FILTER (WHERE n.kind = 'issue' OR came.back), 0)
    FROM (
        SELECT company_id, product_id, account_id, date, move_id, kind, sum(quantity) AS quantity, sum(value) AS value
        FROM new_rows
        GROUP BY company_id, product_id, account_id, date, move_id, kind,
                 CASE WHEN move_id IS NULL AND kind <> 'method' THEN coalesce(entry_id, id) END) n
    LEFT JOIN LATERAL (
        SELECT true AS back FROM stock_move m JOIN warehouses_location l ON l.id = m.from_location_id
        WHERE n.kind = 'reversal' AND n.quantity > 0 AND m.id = n.move_id AND l.kind = 'customer' OFFSET 0) came ON true
    GROUP BY n.company_id, n.product_id, n.account_id, date_trunc('month', n.date::timestamp)
    ORDER BY n.company_id, n.product_id, n.account_id, date_trunc('month', n.date::timestamp)
    ON CONFLICT (company_id, product_id, account_id, month) DO UPDATE SET
        in_quantity = s.in_quantity + excluded.in_quantity, in_value = s.in_value + excluded.in_value,
        out_quantity = s.out_quantity + excluded.out_quantity, out_value = s.out_value + excluded.out_value,
        sold_quantity = s.sold_quantity + excluded.sold_quantity, sold_value = s.sold_value + excluded.sold_value;
    RETURN NULL;
END $$;
CREATE TRIGGER month_summed AFTER INSERT ON stock_valueline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION valuation_month_summed();
