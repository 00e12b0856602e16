-- Every reservation made, changed or dropped moves what its level has promised, in key order, never beyond what is there and never
-- more in a place on hold: that is read once the level is locked, as whoever puts a place on hold locks its levels first. Goods on
-- consignment are not ours to promise.
CREATE FUNCTION stock_reservation_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    changes jsonb := '[]';
    change record;
    place record;
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        SELECT jsonb_agg(jsonb_build_object('c', company_id, 'p', product_id, 'l', location_id, 't', lot_id, 'q', quantity))
        INTO changes FROM new_rows;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        SELECT coalesce(changes, '[]') || coalesce(
            jsonb_agg(jsonb_build_object('c', company_id, 'p', product_id, 'l', location_id, 't', lot_id, 'q', -quantity)), '[]')
        INTO changes FROM old_rows;
    END IF;
    FOR change IN
        SELECT x.c, x.p, x.l, x.t, sum(x.q) AS quantity
        FROM jsonb_to_recordset(coalesce(changes, '[]')) AS x(c uuid, p uuid, l uuid, t uuid, q numeric)
        GROUP BY x.c, x.p, x.l, x.t HAVING sum(x.q) <> 0 ORDER BY x.p, x.l, x.t NULLS FIRST
    LOOP
        IF change.t IS NULL THEN
            UPDATE stock_level v SET reserved = v.reserved + change.quantity
            WHERE v.company_id = change.c AND v.product_id = change.p AND v.location_id = change.l AND v.lot_id IS NULL;
        ELSE
            UPDATE stock_level v SET reserved = v.reserved + change.quantity
            WHERE v.company_id = change.c AND v.product_id = change.p AND v.location_id = change.l AND v.lot_id = change.t;
        END IF;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Nothing of product % lies in location %; reserve where there is stock.', change.p, change.l
                USING ERRCODE = 'check_violation', CONSTRAINT = 'level_reserved_within_on_hand';
        END IF;
        IF change.quantity > 0 THEN
            SELECT w.code, w.is_held, w.kind INTO place FROM warehouses_location w WHERE w.id = change.l;
            IF place.is_held THEN
                RAISE EXCEPTION 'Place % is on hold; reserve elsewhere.', place.code
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'held_goods_stay';
            ELSIF place.kind = 'consignment' THEN
                RAISE EXCEPTION 'What lies in place % belongs to a supplier; take it over first.', place.code
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'consignment_is_not_promised';
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER reservation_made AFTER INSERT ON stock_reservation REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION stock_reservation_applied();
CREATE TRIGGER reservation_changed AFTER UPDATE ON stock_reservation
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION stock_reservation_applied();
CREATE TRIGGER reservation_dropped AFTER DELETE ON stock_reservation REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION stock_reservation_applied();
