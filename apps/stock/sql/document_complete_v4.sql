-- A stock document is posted with one move per line that agrees with it, from and to the places of its kind, with the value
-- those moves add or take, and with an entry that books exactly this value; a reversed one has its reversal. Nothing on hold is shipped.
-- Goods on consignment come, go back and are taken over with receipts of their owner alone, for an order when they become ours; they
-- move within their warehouse, and are neither shipped nor adjusted.
CREATE FUNCTION stock_document_complete() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off SET jit = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    wrong text;
    lines bigint;
    agreeing bigint;
BEGIN
    IF NEW.status = 'reversed' THEN
        IF NOT EXISTS (SELECT FROM stock_stockdocument d WHERE d.reverses_id = NEW.id AND d.status = 'posted') THEN
            RAISE EXCEPTION 'To reverse %, post the document that reverses it first.', NEW.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'document_reversed_has_reversal';
        END IF;
        RETURN NULL;
    END IF;
    SELECT count(*), count(m.id) FILTER (WHERE m.document_id = l.document_id AND m.product_id = l.product_id
            AND m.from_location_id = l.from_location_id AND m.to_location_id = l.to_location_id
            AND m.lot_id IS NOT DISTINCT FROM l.lot_id AND m.quantity = l.stock_quantity AND m.date = NEW.date
            AND m.origin_line_id IS NOT DISTINCT FROM l.origin_line_id)
    INTO lines, agreeing
    FROM stock_stockdocumentline l LEFT JOIN stock_move m ON m.line_id = l.id WHERE l.document_id = NEW.id;
    IF lines = 0 OR lines <> agreeing OR lines <> (SELECT count(*) FROM stock_move m WHERE m.document_id = NEW.id) THEN
        wrong := 'one move for each line, with its product, lot, quantity, places and date';
    ELSIF EXISTS (
        SELECT FROM stock_move m
        JOIN products_product p ON p.id = m.product_id
        JOIN warehouses_location a ON a.id = CASE WHEN NEW.reverses_id IS NULL THEN m.from_location_id ELSE m.to_location_id END
        JOIN warehouses_location b ON b.id = CASE WHEN NEW.reverses_id IS NULL THEN m.to_location_id ELSE m.from_location_id END
        WHERE m.document_id = NEW.id AND (p.kind <> 'goods' OR NOT CASE NEW.kind
            WHEN 'receipt' THEN (a.kind = 'supplier' AND b.kind = 'storage' AND b.warehouse_id = NEW.warehouse_id)
                OR (a.kind = 'storage' AND b.kind = 'supplier' AND a.warehouse_id = NEW.warehouse_id AND EXISTS (
                    SELECT FROM stock_stockdocumentline l WHERE l.id = m.line_id AND l.source_line_id IS NOT NULL))
                OR (a.kind = 'supplier' AND b.kind = 'consignment' AND b.warehouse_id = NEW.warehouse_id
                    AND b.owner_id IS NOT DISTINCT FROM NEW.party_id AND m.origin_line_id IS NULL)
                OR (a.kind = 'consignment' AND b.kind = 'supplier' AND a.warehouse_id = NEW.warehouse_id
                    AND a.owner_id IS NOT DISTINCT FROM NEW.party_id AND m.origin_line_id IS NULL)
                OR (a.kind = 'consignment' AND b.kind = 'storage' AND a.warehouse_id = NEW.warehouse_id
                    AND b.warehouse_id = NEW.warehouse_id AND a.owner_id IS NOT DISTINCT FROM NEW.party_id AND m.origin_line_id IS NOT NULL)
            WHEN 'shipment' THEN a.kind = 'storage' AND b.kind = 'customer' AND a.warehouse_id = NEW.warehouse_id
            WHEN 'transfer' THEN (a.kind IN ('storage', 'transit') AND b.kind IN ('storage', 'transit')
                    OR a.kind = 'consignment' AND b.kind = 'consignment' AND a.owner_id = b.owner_id
                        AND a.warehouse_id = b.warehouse_id)
                AND coalesce(a.warehouse_id, NEW.warehouse_id) = NEW.warehouse_id
                AND coalesce(b.warehouse_id, NEW.to_warehouse_id) = NEW.to_warehouse_id
            ELSE (a.kind IN ('adjustment', 'scrap') AND b.kind = 'storage' AND b.warehouse_id = NEW.warehouse_id)
                OR (b.kind IN ('adjustment', 'scrap') AND a.kind = 'storage' AND a.warehouse_id = NEW.warehouse_id)
                OR (b.kind IN ('adjustment', 'scrap') AND a.kind = 'transit')
            END)) THEN
        wrong := 'goods that go from and to places of its kind and warehouse';
    ELSIF EXISTS (
        SELECT FROM stock_move m JOIN products_product p ON p.id = m.product_id
        WHERE m.document_id = NEW.id AND (p.tracking <> 'none') <> (m.lot_id IS NOT NULL)) THEN
        RAISE EXCEPTION 'To post a %, name the lot of all goods that are traced, and of no other.', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'move_names_its_lot';
    ELSIF EXISTS (
        SELECT FROM stock_move m JOIN products_product p ON p.id = m.product_id
        WHERE m.document_id = NEW.id AND p.tracking = 'serial' AND (m.quantity <> 1 OR (
            SELECT sum(v.on_hand) FROM stock_level v WHERE v.lot_id = m.lot_id) > 1)) THEN
        RAISE EXCEPTION 'To post a %, let each serial number stand for one piece that is in one place.', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'serial_is_one_piece';
    ELSIF NEW.kind = 'shipment' AND NEW.reverses_id IS NULL AND EXISTS (
        SELECT FROM stock_move m JOIN stock_lot t ON t.id = m.lot_id
        WHERE m.document_id = NEW.id AND (t.is_blocked OR t.expires_on < NEW.date)) THEN
        RAISE EXCEPTION 'To post a %, take goods of lots that are neither blocked nor expired.', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_may_leave';
    ELSIF NEW.kind = 'shipment' AND NEW.reverses_id IS NULL AND EXISTS (
        SELECT FROM stock_move m JOIN warehouses_location a ON a.id = m.from_location_id
        WHERE m.document_id = NEW.id AND a.is_held) THEN
        RAISE EXCEPTION 'To post a %, take goods that are not on hold, or release them first.', NEW.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'held_goods_stay';
    ELSIF EXISTS (
        SELECT FROM stock_move m LEFT JOIN LATERAL (
            SELECT o.product_id, o.lot_id, o.quantity, o.from_location_id, o.to_location_id FROM stock_move o
            WHERE o.id = m.reverses_id AND o.document_id = NEW.reverses_id OFFSET 0) o ON true
        WHERE m.document_id = NEW.id AND (m.reverses_id IS NOT NULL OR NEW.reverses_id IS NOT NULL)
          AND (o.product_id, o.lot_id, o.quantity, o.to_location_id, o.from_location_id)
              IS DISTINCT FROM (m.product_id, m.lot_id, m.quantity, m.from_location_id, m.to_location_id))
       OR (NEW.reverses_id IS NOT NULL
           AND lines <> (SELECT count(*) FROM stock_move o WHERE o.document_id = NEW.reverses_id)) THEN
        wrong := 'the opposite of every move of the document it reverses';
    ELSIF EXISTS (
        SELECT FROM stock_move m
        JOIN warehouses_location a ON a.id = m.from_location_id
        JOIN warehouses_location b ON b.id = m.to_location_id,
        LATERAL (SELECT (b.kind IN ('storage', 'transit'))::int - (a.kind IN ('storage', 'transit'))::int AS sign) s,
        LATERAL (SELECT coalesce(sum(v.quantity), 0) AS quantity, coalesce(sum(v.value), 0) AS value,
                        coalesce(bool_and(v.entry_id IS NOT DISTINCT FROM NEW.entry_id AND v.date = m.date), true) AS dated
                 FROM stock_valueline v WHERE v.move_id = m.id OFFSET 0) v
        WHERE m.document_id = NEW.id
          AND (v.quantity <> s.sign * m.quantity OR v.value <> s.sign * m.value OR (s.sign = 0 AND m.value <> 0) OR NOT v.dated)) THEN
        wrong := 'value lines that add up to its moves';
    ELSIF EXISTS (
        SELECT x.account_id FROM (
            SELECT v.account_id, v.value FROM stock_move m JOIN stock_valueline v ON v.move_id = m.id
            WHERE m.document_id = NEW.id
            UNION ALL
            SELECT e.account_id, e.credit - e.debit FROM ledger_entryline e JOIN ledger_account a ON a.id = e.account_id
            WHERE e.entry_id = NEW.entry_id AND (a.control = 'stock' OR EXISTS (
                SELECT FROM stock_move m JOIN stock_valueline v ON v.move_id = m.id
                WHERE m.document_id = NEW.id AND v.account_id = e.account_id))) x
        GROUP BY x.account_id HAVING sum(x.value) <> 0) THEN
        wrong := 'an entry that books what its goods are worth';
    END IF;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'To post a % give it %.', NEW.kind, wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'document_complete';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_complete AFTER UPDATE ON stock_stockdocument FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status IN ('posted', 'reversed'))
    EXECUTE FUNCTION stock_document_complete();
