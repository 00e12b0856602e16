-- Promise goods of a warehouse to lines of an order: all or nothing, unless in part. Levels with something free are locked in key order
-- first, then the lines of one product take what is free one after another: the preferred levels first, else in the way of the
-- warehouse, from the default location where nothing tells them apart. Blocked and expired lots, what lies in places on hold, and what
-- lies free where goods are about to leave, are promised to nobody; whoever puts a place on hold locks its levels first, so what is on
-- hold is read once they are locked.
CREATE FUNCTION stock_reserve(warehouse uuid, origin_type text, origin uuid, lines uuid[], products uuid[],
                              quantities numeric[], in_part boolean, preferred uuid[])
    RETURNS TABLE (line_id uuid, reserved numeric, free numeric)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    way text;
    today date;
    held uuid[];
BEGIN
    IF EXISTS (SELECT FROM unnest(quantities) q WHERE NOT (q > 0 AND q < 10000000000000)) THEN
        RAISE EXCEPTION 'To reserve, give quantities above zero.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_positive';
    END IF;
    SELECT w.allocation, (clock_timestamp() AT TIME ZONE c.time_zone)::date INTO way, today
    FROM warehouses_warehouse w JOIN companies_company c ON c.id = w.company_id WHERE w.id = warehouse;
    SELECT array_agg(x.id) INTO held FROM (
        SELECT v.id FROM stock_level v
        WHERE v.product_id = ANY (products) AND v.on_hand > v.reserved AND EXISTS (
            SELECT FROM warehouses_location l
            WHERE l.id = v.location_id AND l.warehouse_id = warehouse AND l.kind = 'storage' AND l.is_active AND NOT l.is_held
              AND l.role NOT IN ('packing', 'output'))
        ORDER BY v.product_id, v.location_id, v.lot_id NULLS FIRST FOR NO KEY UPDATE) x;
    RETURN QUERY
    WITH wanted AS (
        SELECT w.line, w.product, w.quantity, sum(w.quantity) OVER (PARTITION BY w.product ORDER BY w.n) AS upto
        FROM unnest(lines, products, quantities) WITH ORDINALITY AS w(line, product, quantity, n)
    ), lying AS (
        SELECT v.product_id AS product, v.location_id AS location, v.lot_id AS lot, v.on_hand - v.reserved AS quantity,
               sum(v.on_hand - v.reserved) OVER (
                   PARTITION BY v.product_id
                   ORDER BY array_position(preferred, v.id), CASE way WHEN 'fefo' THEN t.expires_on END,
                            CASE way WHEN 'fifo' THEN v.since END, CASE way WHEN 'nearest' THEN l.pick_order END,
                            l.is_default DESC, l.code, l.id, v.since, v.id) AS upto
        FROM stock_level v JOIN warehouses_location l ON l.id = v.location_id LEFT JOIN stock_lot t ON t.id = v.lot_id
        WHERE v.id = ANY (held) AND v.on_hand > v.reserved AND NOT l.is_held
          AND (v.lot_id IS NULL OR NOT t.is_blocked AND coalesce(t.expires_on >= today, true))
    ), balance AS (
        SELECT w.product, max(w.upto) AS wanted, coalesce(max(y.upto), 0) AS free
        FROM wanted w LEFT JOIN lying y ON y.product = w.product GROUP BY w.product
    ), taken AS (
        SELECT w.line, w.product, y.location, y.lot,
               least(w.upto, y.upto) - greatest(w.upto - w.quantity, y.upto - y.quantity) AS quantity
        FROM wanted w JOIN lying y ON y.product = w.product
        WHERE least(w.upto, y.upto) > greatest(w.upto - w.quantity, y.upto - y.quantity)
          AND (in_part OR NOT EXISTS (SELECT FROM balance b WHERE b.wanted > b.free))
    ), stored AS (
        INSERT INTO stock_reservation AS r (id, company_id, product_id, location_id, lot_id, quantity, origin_type, origin_id,
                                       origin_line_id, actor_id, created_at)
        SELECT gen_random_uuid(), nullif(current_setting('erp.company_id', true), '')::uuid, t.product, t.location, t.lot,
               t.quantity, stock_reserve.origin_type, origin, t.line,
               nullif(current_setting('erp.user_id', true), '')::uuid, clock_timestamp()
        FROM taken t ORDER BY t.product, t.location, t.lot, t.line
        ON CONFLICT (company_id, origin_line_id, product_id, location_id, lot_id)
        DO UPDATE SET quantity = r.quantity + excluded.quantity
    )
    SELECT w.line, coalesce((SELECT sum(t.quantity) FROM taken t WHERE t.line = w.line), 0), b.free
    FROM wanted w JOIN balance b ON b.product = w.product;
END $$;
