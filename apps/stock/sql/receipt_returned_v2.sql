-- What goes back to a supplier in part names the line of the receipt it came in with, and no more goes back than came; a receipt of
-- which something went back is not reversed. What was only left on consignment never came in. The receipt is held, so that those who return of it, or reverse it, come one by one.
CREATE FUNCTION stock_receipt_returned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
    back record;
    source record;
    returned numeric;
BEGIN
    IF NEW.reverses_id IS NOT NULL THEN
        PERFORM FROM stock_stockdocument d WHERE d.id = NEW.reverses_id FOR NO KEY UPDATE;
        SELECT sum(CASE WHEN m.reverses_id IS NULL THEN m.quantity ELSE -m.quantity END) INTO returned
        FROM stock_stockdocumentline s
        JOIN stock_stockdocumentline l ON l.company_id = s.company_id AND l.source_line_id = s.id
        JOIN stock_move m ON m.line_id = l.id
        WHERE s.document_id = NEW.reverses_id;
        IF returned > 0 THEN
            RAISE EXCEPTION 'Of this receipt % went back to the supplier; reverse that first.', trim_scale(returned)
                USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_partly_returned';
        END IF;
        RETURN NULL;
    END IF;
    FOR back IN
        SELECT DISTINCT l.source_line_id AS line, m.product_id, m.lot_id
        FROM stock_move m
        JOIN stock_stockdocumentline l ON l.id = m.line_id AND l.source_line_id IS NOT NULL
        WHERE m.document_id = NEW.id ORDER BY 1
    LOOP
        SELECT d.id, s.product_id, s.lot_id, s.stock_quantity INTO source
        FROM stock_stockdocumentline s JOIN stock_stockdocument d ON d.id = s.document_id
        WHERE s.id = back.line AND d.kind = 'receipt' AND d.status = 'posted' AND d.reverses_id IS NULL
          AND s.source_line_id IS NULL
          AND EXISTS (SELECT FROM warehouses_location w WHERE w.id = s.to_location_id AND w.kind = 'storage') FOR NO KEY UPDATE OF d;
        SELECT sum(CASE WHEN m.reverses_id IS NULL THEN m.quantity ELSE -m.quantity END) INTO returned
        FROM stock_stockdocumentline l JOIN stock_move m ON m.line_id = l.id
        WHERE l.company_id = NEW.company_id AND l.source_line_id = back.line;
        IF source.id IS NULL OR (source.product_id, source.lot_id) IS DISTINCT FROM (back.product_id, back.lot_id)
           OR returned > source.stock_quantity THEN
            RAISE EXCEPTION 'No more goes back to a supplier than came in with the line of the receipt it names.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'return_within_received';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER receipt_returned AFTER UPDATE ON stock_stockdocument FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status AND NEW.status = 'posted' AND NEW.kind = 'receipt')
    EXECUTE FUNCTION stock_receipt_returned();
