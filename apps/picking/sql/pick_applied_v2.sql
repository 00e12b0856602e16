-- What is picked of a line is the sum of its picks, never more than was asked, and only while its shipment is a draft and the goods
-- were not brought to where they leave from. The line's own guards hold the wave open meanwhile.
CREATE FUNCTION picking_pick_applied() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    of_shipment uuid;
    carrier uuid;
    state text;
BEGIN
    UPDATE picking_pickline SET picked = picked + NEW.quantity WHERE id = NEW.line_id RETURNING shipment_id, brought_id
    INTO of_shipment, carrier;
    SELECT d.status INTO state FROM stock_stockdocument d WHERE d.id = of_shipment FOR SHARE;
    IF state IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'Only draft shipments are picked; this one is %.', state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pick_of_draft';
    END IF;
    IF carrier IS NOT NULL THEN
        RAISE EXCEPTION 'Goods that were brought to where they leave from are picked no more.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pick_before_brought';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pick_applied AFTER INSERT ON picking_pick FOR EACH ROW EXECUTE FUNCTION picking_pick_applied();

CREATE FUNCTION picking_picked_by_picks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What is picked of a line is the sum of its picks; add a pick.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'picked_by_picks';
END $$;
CREATE TRIGGER picked_begins BEFORE INSERT ON picking_pickline FOR EACH ROW
    WHEN (NEW.picked <> 0) EXECUTE FUNCTION picking_picked_by_picks();
CREATE TRIGGER picked_by_picks BEFORE UPDATE OF picked ON picking_pickline FOR EACH ROW
    WHEN (OLD.picked <> NEW.picked AND pg_trigger_depth() = 0) EXECUTE FUNCTION picking_picked_by_picks();
