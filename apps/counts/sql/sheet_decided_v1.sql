-- A sheet keeps its scope; who counted any of it does not approve it; what is above tolerance is posted only when approved; and it is
-- posted with one adjustment that moves exactly what differed. When it ends its goods may be counted again and its places move.
CREATE FUNCTION counts_sheet_decided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    agrees boolean;
BEGIN
    IF (NEW.warehouse_id, NEW.location_id, NEW.category_id, NEW.abc_class, NEW.freezes, NEW.is_planned)
        IS DISTINCT FROM (OLD.warehouse_id, OLD.location_id, OLD.category_id, OLD.abc_class, OLD.freezes, OLD.is_planned) THEN
        RAISE EXCEPTION 'A count sheet keeps what it is to count; make another sheet.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'count_scope_stays';
    END IF;
    IF OLD.status = 'submitted' AND NEW.status = 'approved' AND (
        NEW.approved_by_id IS DISTINCT FROM coalesce(nullif(current_setting('erp.user_id', true), '')::uuid, NEW.approved_by_id)
        OR EXISTS (SELECT FROM counts_tally t JOIN counts_countline n ON n.id = t.line_id
                   WHERE n.sheet_id = NEW.id AND t.counter_id = NEW.approved_by_id)) THEN
        RAISE EXCEPTION 'A count is approved by somebody who counted nothing of it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'count_approver_is_not_counter';
    END IF;
    IF OLD.status <> 'posted' AND NEW.status = 'posted' THEN
        IF OLD.status <> 'approved' AND EXISTS (SELECT FROM counts_countline n WHERE n.sheet_id = NEW.id AND n.above_tolerance) THEN
            RAISE EXCEPTION 'Differences above tolerance are counted again or approved before a count is posted.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'count_above_tolerance_approved';
        END IF;
        WITH differs AS (
            SELECT n.id, n.product_id, n.lot_id, n.location_id, n.counted - n.expected AS quantity FROM counts_countline n
            WHERE n.sheet_id = NEW.id AND n.counted <> n.expected
        ), moved AS (
            SELECT m.origin_line_id, m.product_id, m.lot_id,
                   CASE WHEN l.kind = 'adjustment' THEN m.from_location_id ELSE m.to_location_id END,
                   CASE WHEN l.kind = 'adjustment' THEN -m.quantity ELSE m.quantity END
            FROM stock_move m JOIN warehouses_location l ON l.id = m.to_location_id WHERE m.document_id = NEW.adjustment_id
        )
        SELECT NOT EXISTS (TABLE differs EXCEPT TABLE moved) AND NOT EXISTS (TABLE moved EXCEPT TABLE differs) INTO agrees;
        IF NOT agrees
           OR NEW.adjustment_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM stock_stockdocument d WHERE d.id = NEW.adjustment_id AND d.kind = 'adjustment' AND d.reason = 'count'
              AND d.status IN ('posted', 'reversed') AND d.origin_type = 'counts.countsheet' AND d.origin_id = NEW.id) THEN
            RAISE EXCEPTION 'A count is posted with one adjustment that moves what differed.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'count_posted_as_counted';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER sheet_decided BEFORE UPDATE ON counts_countsheet FOR EACH ROW EXECUTE FUNCTION counts_sheet_decided();

CREATE FUNCTION counts_sheet_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE counts_countline SET is_open = false WHERE sheet_id = NEW.id AND is_open;
    DELETE FROM counts_frozenplace WHERE sheet_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER sheet_ends AFTER UPDATE ON counts_countsheet FOR EACH ROW
    WHEN (OLD.status NOT IN ('posted', 'cancelled') AND NEW.status IN ('posted', 'cancelled')) EXECUTE FUNCTION counts_sheet_ends();
