-- Goods of a shipment are packed where they lie to be packed, while it is a draft, and never more than its line says.
-- The shipment is locked first: packers, and whoever ships or changes it, come one after the other.
CREATE FUNCTION picking_packed_within() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    doc record;
    line record;
    packed numeric;
BEGIN
    SELECT d.id, d.status INTO doc FROM picking_package p JOIN stock_stockdocument d ON d.id = p.shipment_id
    WHERE p.id = NEW.package_id FOR NO KEY UPDATE OF d;
    SELECT l.document_id, l.stock_quantity, w.role INTO line
    FROM stock_stockdocumentline l JOIN warehouses_location w ON w.id = l.from_location_id WHERE l.id = NEW.shipment_line_id;
    IF doc.status <> 'draft' OR line.document_id <> doc.id OR line.role <> 'packing' THEN
        RAISE EXCEPTION 'Only goods of the draft shipment that lie where they are packed are packed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'packed_where_it_lies';
    END IF;
    SELECT sum(x.quantity) INTO packed FROM picking_packageline x WHERE x.shipment_line_id = NEW.shipment_line_id;
    IF packed > line.stock_quantity THEN
        RAISE EXCEPTION 'No more than % is to be packed; % would be.', trim_scale(line.stock_quantity), trim_scale(packed)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'packed_within_picked';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER packed_within AFTER INSERT OR UPDATE ON picking_packageline FOR EACH ROW EXECUTE FUNCTION picking_packed_within();

CREATE FUNCTION picking_packed_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    packed numeric;
BEGIN
    SELECT sum(x.quantity) INTO packed FROM picking_packageline x WHERE x.shipment_line_id = NEW.id;
    IF packed > NEW.stock_quantity OR (packed > 0 AND (NEW.product_id <> OLD.product_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id)) THEN
        RAISE EXCEPTION 'Of this line % are packed; take them out of their package first.', trim_scale(packed)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'packed_stays';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER packed_stays AFTER UPDATE ON stock_stockdocumentline FOR EACH ROW
    WHEN (NEW.stock_quantity < OLD.stock_quantity OR NEW.product_id <> OLD.product_id OR NEW.lot_id IS DISTINCT FROM OLD.lot_id)
    EXECUTE FUNCTION picking_packed_stays();
