-- Every reservation made, changed or dropped moves what its level has promised, in key order, never beyond what is there and never
-- more in a place on hold: that is read once the level is locked, as whoever puts a place on hold locks its levels first.
-- Goods on consignment are not ours to promise.
-- Then it moves what the quotas of channels have promised, in key order, never beyond them; the channels are held shared before, as
-- whoever makes a quota holds its channel alone.
CREATE FUNCTION stock_reservation_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    changes jsonb := '[]';
    change record;
    place record;
    room record;
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        SELECT jsonb_agg(jsonb_build_object('c', company_id, 'p', product_id, 'l', location_id, 't', lot_id, 'n', channel_id, 'q', quantity))
        INTO changes FROM new_rows;
    END IF;
    IF TG_OP IN ('DELETE', 'UPDATE') THEN
        SELECT coalesce(changes, '[]') || coalesce(
            jsonb_agg(jsonb_build_object('c', company_id, 'p', product_id, 'l', location_id, 't', lot_id, 'n', channel_id, 'q', -quantity)), '[]')
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
    IF NOT jsonb_path_exists(changes, '$[*].n ? (@ != null)') THEN
        RETURN NULL;
    END IF;
    PERFORM FROM stock_saleschannel h
    WHERE h.id IN (SELECT x.n FROM jsonb_to_recordset(changes) AS x(n uuid)) ORDER BY h.id FOR KEY SHARE;
    FOR change IN
        SELECT x.c, x.n, x.p, l.warehouse_id AS w, sum(x.q) AS quantity
        FROM jsonb_to_recordset(changes) AS x(c uuid, p uuid, l uuid, n uuid, q numeric)
        JOIN warehouses_location l ON l.id = x.l
        WHERE x.n IS NOT NULL
        GROUP BY x.c, x.n, x.p, l.warehouse_id HAVING sum(x.q) <> 0 ORDER BY x.p, l.warehouse_id, x.n
    LOOP
        UPDATE stock_channelquota q SET promised = q.promised + change.quantity
        WHERE q.company_id = change.c AND q.warehouse_id = change.w AND q.channel_id = change.n AND q.product_id = change.p
          AND q.promised + change.quantity <= q.quantity;
        IF NOT FOUND THEN
            SELECT h.code, q.quantity - q.promised AS rest INTO room
            FROM stock_channelquota q JOIN stock_saleschannel h ON h.id = q.channel_id
            WHERE q.company_id = change.c AND q.warehouse_id = change.w AND q.channel_id = change.n AND q.product_id = change.p;
            IF FOUND THEN
                RAISE EXCEPTION 'Channel % may have % more promised; take no more, or raise its quota.', room.code, trim_scale(room.rest)
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'channel_promised_within_quota';
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
