-- Every move changes the levels it goes from and to, in key order, on a day whose period is open and whose stock is not locked,
-- for a document being posted. Goods on consignment are counted too, though they are a supplier's.
-- Goods of a transfer that names lines of orders take what is promised to them along: their levels are locked in key order, what comes
-- is added, the reservations follow, then what goes is taken off; nothing of it is free between.
-- A lot of which nothing is left in a place leaves no level there: serial numbers would pile up.
-- Key by key, not in one join: the order of locks is ours, and no plan made on an empty table can go wrong later.
CREATE FUNCTION stock_move_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    day record;
    change record;
    state text;
    period uuid;
    promises jsonb;
    is_carried boolean := false;
BEGIN
    FOR day IN SELECT DISTINCT n.company_id, n.date FROM new_rows n ORDER BY 1, 2 LOOP
        SELECT p.id INTO period FROM ledger_period p
        WHERE p.company_id = day.company_id AND p.start <= day.date AND p."end" >= day.date;
        PERFORM ledger_hold_period(period);
        SELECT p.status INTO state FROM ledger_period p WHERE p.id = period;
        IF state IS DISTINCT FROM 'open' THEN
            RAISE EXCEPTION 'Goods cannot move on %; open its period or use a later date.', day.date
                USING ERRCODE = 'check_violation', CONSTRAINT = 'move_in_open_period';
        END IF;
    END LOOP;
    FOR day IN
        SELECT DISTINCT n.company_id, n.date, n.actor_id, n.document_id FROM new_rows n
        JOIN ledger_arealock a ON a.company_id = n.company_id AND a.area IN ('stock', 'everything')
            AND n.date <= greatest(a.soft_until, a.hard_until)
    LOOP
        PERFORM ledger_refuse_locked(day.company_id, 'stock', day.date, day.actor_id, 'stock.stockdocument', day.document_id);
    END LOOP;
    FOR change IN SELECT DISTINCT n.document_id AS id FROM new_rows n ORDER BY 1 LOOP
        SELECT d.status INTO state FROM stock_stockdocument d WHERE d.id = change.id FOR NO KEY UPDATE;
        IF state IS DISTINCT FROM 'draft' THEN
            RAISE EXCEPTION 'A stock document that is % takes no move; make a new document.', state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'move_of_draft';
        END IF;
    END LOOP;
    SELECT jsonb_agg(jsonb_build_object('o', n.origin_line_id, 'p', n.product_id, 'f', n.from_location_id, 't', n.to_location_id,
                                        'l', n.lot_id, 'q', n.quantity))
    INTO promises
    FROM new_rows n JOIN stock_stockdocument d ON d.id = n.document_id
    WHERE n.origin_line_id IS NOT NULL AND d.kind = 'transfer';
    IF promises IS NOT NULL THEN
        PERFORM FROM stock_level v
        WHERE (v.product_id, v.location_id) IN (
            SELECT n.product_id, n.from_location_id FROM new_rows n UNION SELECT n.product_id, n.to_location_id FROM new_rows n)
        ORDER BY v.product_id, v.location_id, v.lot_id NULLS FIRST FOR NO KEY UPDATE;
    END IF;
    FOR change IN
        SELECT x.company_id, x.product_id, x.location_id, x.lot_id, sum(x.quantity) AS quantity
        FROM (SELECT n.company_id, n.product_id, n.from_location_id AS location_id, n.lot_id, -n.quantity AS quantity FROM new_rows n
              UNION ALL
              SELECT n.company_id, n.product_id, n.to_location_id, n.lot_id, n.quantity FROM new_rows n) x,
             LATERAL (SELECT l.kind FROM warehouses_location l WHERE l.id = x.location_id OFFSET 0) place
        WHERE place.kind IN ('storage', 'transit', 'consignment')
        GROUP BY x.company_id, x.product_id, x.location_id, x.lot_id HAVING sum(x.quantity) <> 0
        ORDER BY promises IS NOT NULL AND sum(x.quantity) < 0, x.product_id, x.location_id, x.lot_id NULLS FIRST
    LOOP
        IF promises IS NOT NULL AND change.quantity < 0 AND NOT is_carried THEN
            PERFORM stock_carry(promises);
            is_carried := true;
        END IF;
        IF change.lot_id IS NULL THEN
            UPDATE stock_level v SET on_hand = v.on_hand + change.quantity,
                                     since = CASE WHEN v.on_hand = 0 THEN clock_timestamp() ELSE v.since END
            WHERE v.company_id = change.company_id AND v.product_id = change.product_id
              AND v.location_id = change.location_id AND v.lot_id IS NULL;
        ELSE
            UPDATE stock_level v SET on_hand = v.on_hand + change.quantity
            WHERE v.company_id = change.company_id AND v.product_id = change.product_id
              AND v.location_id = change.location_id AND v.lot_id = change.lot_id;
        END IF;
        IF NOT FOUND THEN
            INSERT INTO stock_level AS v (id, company_id, product_id, location_id, lot_id, on_hand, reserved, since)
            VALUES (gen_random_uuid(), change.company_id, change.product_id, change.location_id, change.lot_id, change.quantity, 0,
                    clock_timestamp())
            ON CONFLICT (company_id, product_id, location_id, lot_id) DO UPDATE SET on_hand = v.on_hand + excluded.on_hand;
        ELSIF change.lot_id IS NOT NULL AND change.quantity < 0 THEN
            DELETE FROM stock_level v
            WHERE v.company_id = change.company_id AND v.product_id = change.product_id AND v.location_id = change.location_id
              AND v.lot_id = change.lot_id AND v.on_hand = 0 AND v.reserved = 0;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER move_applied AFTER INSERT ON stock_move REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION stock_move_applied();
