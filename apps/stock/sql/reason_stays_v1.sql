-- A reason that was used keeps its kind and account, so that what was booked for it can be told and undone. Posting holds the reason, as
-- this does, so none is used meanwhile. A document's kind of reason is that of its reason: a key over both.
CREATE FUNCTION stock_reason_stays() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off SET jit = off AS $$
BEGIN
    IF EXISTS (SELECT FROM stock_stockdocument d WHERE d.why_id = NEW.id AND d.status IN ('posted', 'reversed'))
       OR EXISTS (SELECT FROM stock_stockdocumentline l JOIN stock_stockdocument d ON d.id = l.document_id
                  WHERE l.why_id = NEW.id AND d.status IN ('posted', 'reversed')) THEN
        RAISE EXCEPTION 'Reason % was used and keeps its kind and account; archive it and make another.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reason_used_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reason_stays BEFORE UPDATE ON stock_reason FOR EACH ROW
    WHEN ((OLD.kind, OLD.account_id) IS DISTINCT FROM (NEW.kind, NEW.account_id)) EXECUTE FUNCTION stock_reason_stays();
ALTER TABLE stock_reason ADD CONSTRAINT stock_reason_kind_once UNIQUE (company_id, id, kind);
ALTER TABLE stock_stockdocument ADD CONSTRAINT stock_document_reason_of_kind
    FOREIGN KEY (company_id, why_id, reason) REFERENCES stock_reason (company_id, id, kind);
