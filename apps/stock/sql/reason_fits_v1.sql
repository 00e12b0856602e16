-- An adjustment is posted for reasons that fit: what was found comes in, what is lost or scrapped goes out, scrap to a place of its own; a
-- reason that asks for a note has one, and what goes out for one with an account is booked there. The reasons are held meanwhile.
CREATE FUNCTION stock_reason_fits() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
DECLARE
    bad text;
BEGIN
    PERFORM FROM stock_reason r
    WHERE r.id = NEW.why_id OR r.id IN (SELECT l.why_id FROM stock_stockdocumentline l WHERE l.document_id = NEW.id)
    ORDER BY r.id FOR SHARE;
    SELECT r.code INTO bad
    FROM stock_stockdocumentline l JOIN stock_reason r ON r.id = coalesce(l.why_id, NEW.why_id)
    JOIN warehouses_location a ON a.id = l.from_location_id JOIN warehouses_location b ON b.id = l.to_location_id
    WHERE l.document_id = NEW.id
      AND CASE WHEN r.kind = 'gain' THEN b.kind <> 'storage' WHEN r.kind IN ('loss', 'lost', 'scrap') THEN b.kind = 'storage' END
       OR l.document_id = NEW.id AND (r.kind = 'scrap') <> ('scrap' IN (a.kind, b.kind))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Reason % does not fit the way the goods go; choose another one.', bad
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_goes_its_way';
    END IF;
    SELECT r.code INTO bad
    FROM stock_stockdocumentline l JOIN stock_reason r ON r.id = coalesce(l.why_id, NEW.why_id)
    WHERE l.document_id = NEW.id AND r.asks_note AND btrim(NEW.notes) = '' AND btrim(l.memo) = '' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Reason % asks for a note; say in words what happened.', bad
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_asks_for_note';
    END IF;
    SELECT r.code INTO bad
    FROM stock_stockdocumentline l JOIN stock_move m ON m.line_id = l.id
    JOIN stock_reason r ON r.id = coalesce(l.why_id, NEW.why_id)
    JOIN warehouses_location b ON b.id = m.to_location_id AND b.kind <> 'storage'
    WHERE l.document_id = NEW.id AND m.value <> 0 AND r.account_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledger_entryline e WHERE e.entry_id = NEW.entry_id AND e.account_id = r.account_id) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'What goes out for reason % is booked on its account.', bad
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_books_on_its_account';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reason_fits AFTER UPDATE OF status ON stock_stockdocument FOR EACH ROW
    WHEN (NEW.status = 'posted' AND OLD.status = 'draft' AND NEW.kind = 'adjustment' AND NEW.reverses_id IS NULL)
    EXECUTE FUNCTION stock_reason_fits();
