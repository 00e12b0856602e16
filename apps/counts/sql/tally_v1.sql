-- What is expected is what is on hand at the moment of counting: a tally holds its sheet and the stock level while it looks, so a move
-- that is under way is waited for, and each move is either in what was expected or after it. The line shows its last tally.
CREATE FUNCTION counts_tally_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    goods record;
    state text;
    other text;
BEGIN
    SELECT n.sheet_id, n.product_id, n.location_id, n.lot_id INTO goods FROM counts_countline n WHERE n.id = NEW.line_id;
    SELECT s.status INTO state FROM counts_countsheet s WHERE s.id = goods.sheet_id FOR NO KEY UPDATE;
    IF state IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'A count sheet takes figures while it is being counted; have it counted again.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'tally_of_open_sheet';
    END IF;
    SELECT s.name INTO other FROM counts_frozenplace f JOIN counts_countsheet s ON s.id = f.sheet_id
    WHERE f.company_id = NEW.company_id AND f.location_id = goods.location_id AND f.sheet_id <> goods.sheet_id;
    IF FOUND THEN
        RAISE EXCEPTION 'To count here, finish count sheet % first; it froze the place.', other
            USING ERRCODE = 'check_violation', CONSTRAINT = 'place_frozen_by_one';
    END IF;
    SELECT v.on_hand INTO NEW.expected FROM stock_level v
    WHERE v.company_id = NEW.company_id AND v.product_id = goods.product_id AND v.location_id = goods.location_id
      AND v.lot_id IS NOT DISTINCT FROM goods.lot_id FOR NO KEY UPDATE;
    NEW.expected := coalesce(NEW.expected, 0);
    NEW.at := clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER tally_taken BEFORE INSERT ON counts_tally FOR EACH ROW EXECUTE FUNCTION counts_tally_taken();

CREATE FUNCTION counts_tally_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE counts_countline n SET counted = NEW.counted, expected = NEW.expected, counted_at = NEW.at, counted_by_id = NEW.counter_id,
                                  tally_count = n.tally_count + 1
    WHERE n.id = NEW.line_id;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_kept AFTER INSERT ON counts_tally FOR EACH ROW EXECUTE FUNCTION counts_tally_kept();

CREATE FUNCTION counts_line_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A count line begins open and uncounted; its figures come from tallies.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'count_line_begins';
END $$;
CREATE TRIGGER count_line_begins BEFORE INSERT ON counts_countline FOR EACH ROW
    WHEN (NEW.tally_count <> 0 OR NEW.above_tolerance OR NOT NEW.is_open) EXECUTE FUNCTION counts_line_begins();
ALTER TABLE counts_countline ADD CONSTRAINT count_line_lot_of_product
    FOREIGN KEY (company_id, product_id, lot_id) REFERENCES stock_lot (company_id, product_id, id);
REVOKE UPDATE ON counts_countline FROM erp_app;
GRANT UPDATE (above_tolerance) ON counts_countline TO erp_app;
