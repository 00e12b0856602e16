-- Promise goods of a warehouse to lines of an order: all or nothing, unless in part. Levels are locked in key order first,
-- then the lines of one product take what is free one after another, from the default location first.
CREATE FUNCTION stock_reserve(warehouse uuid, origin_type text, origin uuid, lines uuid[], products uuid[],
                              quantities numeric[], in_part boolean)
    RETURNS TABLE (line_id uuid, reserved numeric, free numeric)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(quantities) q WHERE NOT (q > 0 AND q < 10000000000000)) THEN
        RAISE EXCEPTION 'To reserve, give quantities above zero.' USING ERRCODE = 'check_violation', CONSTRAINT = 'reservation_positive';
    END IF;
    PERFORM FROM stock_level v
    WHERE v.product_id = ANY (products) AND EXISTS (
        SELECT FROM warehouses_location l WHERE l.id = v.location_id AND l.warehouse_id = warehouse AND l.kind = 'storage')
    ORDER BY v.product_id, v.location_id FOR NO KEY UPDATE;
    RETURN QUERY
    WITH wanted AS (
        SELECT w.line, w.product, w.quantity, sum(w.quantity) OVER (PARTITION BY w.product ORDER BY w.n) AS upto
        FROM unnest(lines, products, quantities) WITH ORDINALITY AS w(line, product, quantity, n)
    ), lying AS (
        SELECT v.product_id AS product, v.location_id AS location, v.on_hand - v.reserved AS quantity,
               sum(v.on_hand - v.reserved) OVER (PARTITION BY v.product_id ORDER BY l.is_default DESC, l.code, l.id) AS upto
        FROM stock_level v JOIN warehouses_location l ON l.id = v.location_id
        WHERE v.product_id = ANY (products) AND l.warehouse_id = warehouse AND l.kind = 'storage' AND l.is_active
          AND v.on_hand > v.reserved
    ), balance AS (
        SELECT w.product, max(w.upto) AS wanted, coalesce(max(y.upto), 0) AS free
        FROM wanted w LEFT JOIN lying y ON y.product = w.product GROUP BY w.product
    ), taken AS (
        SELECT w.line, w.product, y.location, least(w.upto, y.upto) - greatest(w.upto - w.quantity, y.upto - y.quantity) AS quantity
        FROM wanted w JOIN lying y ON y.product = w.product
        WHERE least(w.upto, y.upto) > greatest(w.upto - w.quantity, y.upto - y.quantity)
          AND (in_part OR NOT EXISTS (SELECT FROM balance b WHERE b.wanted > b.free))
    ), stored AS (
        INSERT INTO stock_reservation AS r (id, company_id, product_id, location_id, quantity, origin_type, origin_id,
                                       origin_line_id, actor_id, created_at)
        SELECT gen_random_uuid(), nullif(current_setting('erp.company_id', true), '')::uuid, t.product, t.location,
               t.quantity, stock_reserve.origin_type, origin, t.line,
               nullif(current_setting('erp.user_id', true), '')::uuid, clock_timestamp()
        FROM taken t ORDER BY t.product, t.location, t.line
        ON CONFLICT (company_id, origin_line_id, product_id, location_id)
        DO UPDATE SET quantity = r.quantity + excluded.quantity
    )
    SELECT w.line, coalesce((SELECT sum(t.quantity) FROM taken t WHERE t.line = w.line), 0), b.free
    FROM wanted w JOIN balance b ON b.product = w.product;
END $$;
