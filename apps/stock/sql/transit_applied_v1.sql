-- What one warehouse sent and the other has not taken in is on its way, by the line that sent it: received, written off or sent
-- back it becomes less, never less than nothing; what undoes one of these makes it more, never more than was sent.
-- Its product's pool is held by whoever posts, so those who draw on one line come one after the other.
CREATE FUNCTION stock_transit_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    moved record;
BEGIN
    FOR moved IN
        SELECT m.line_id, m.product_id, m.lot_id, m.reverses_id, l.source_line_id, b.kind = 'transit' AS is_sent,
               CASE b.kind WHEN 'transit' THEN m.quantity ELSE -m.quantity END AS quantity
        FROM stock_move m
        JOIN stock_stockdocumentline l ON l.id = m.line_id
        JOIN warehouses_location a ON a.id = m.from_location_id
        JOIN warehouses_location b ON b.id = m.to_location_id
        WHERE m.document_id = NEW.id AND 'transit' IN (a.kind, b.kind)
        ORDER BY l.source_line_id, m.id
    LOOP
        IF moved.is_sent AND moved.reverses_id IS NULL THEN
            INSERT INTO stock_transitline (id, company_id, document_id, line_id, product_id, lot_id, from_warehouse_id,
                                           to_warehouse_id, sent_on, expected_date, quantity, open_quantity)
            VALUES (gen_random_uuid(), NEW.company_id, NEW.id, moved.line_id, moved.product_id, moved.lot_id, NEW.warehouse_id,
                    NEW.to_warehouse_id, NEW.date, NEW.expected_date, moved.quantity, moved.quantity);
        ELSE
            UPDATE stock_transitline t SET open_quantity = t.open_quantity + moved.quantity
            WHERE t.line_id = moved.source_line_id AND t.product_id = moved.product_id
              AND t.lot_id IS NOT DISTINCT FROM moved.lot_id
              AND coalesce(NEW.to_warehouse_id, NEW.warehouse_id) IN (t.from_warehouse_id, t.to_warehouse_id);
            IF NOT FOUND THEN
                RAISE EXCEPTION 'Goods leave the way for one of the two warehouses of the line that sent them; name that line.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'transit_names_what_was_sent';
            END IF;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER transit_applied AFTER UPDATE ON stock_stockdocument FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status = 'posted' AND NEW.kind IN ('transfer', 'adjustment'))
    EXECUTE FUNCTION stock_transit_applied();
