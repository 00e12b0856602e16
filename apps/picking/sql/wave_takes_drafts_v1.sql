-- A wave takes draft shipments of its warehouse that are in no other wave to be picked. The shipments are locked in key order,
-- so that two waves, or a wave and whoever cancels the shipment, come one after the other.
CREATE FUNCTION picking_wave_takes_drafts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    taken record;
    doc record;
    other text;
BEGIN
    FOR taken IN SELECT DISTINCT n.wave_id, n.shipment_id FROM new_rows n ORDER BY n.shipment_id, n.wave_id LOOP
        SELECT d.kind, d.status, d.warehouse_id, w.warehouse_id AS house, w.number INTO doc
        FROM stock_stockdocument d, picking_wave w
        WHERE d.id = taken.shipment_id AND w.id = taken.wave_id FOR NO KEY UPDATE OF d;
        IF doc.kind <> 'shipment' OR doc.status <> 'draft' OR doc.warehouse_id <> doc.house THEN
            RAISE EXCEPTION 'Wave % takes draft shipments of its own warehouse only.', doc.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'wave_takes_drafts';
        END IF;
        SELECT w.number INTO other FROM picking_pickline l JOIN picking_wave w ON w.id = l.wave_id
        WHERE l.shipment_id = taken.shipment_id AND l.wave_id <> taken.wave_id AND w.status IN ('open', 'picking') LIMIT 1;
        IF other IS NOT NULL THEN
            RAISE EXCEPTION 'The shipment is picked in wave % already.', other
                USING ERRCODE = 'check_violation', CONSTRAINT = 'shipment_in_one_wave';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER wave_takes_drafts AFTER INSERT ON picking_pickline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION picking_wave_takes_drafts();
