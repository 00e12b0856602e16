-- A landed cost is posted with shares that add up to each of its costs, of goods of its posted receipts, and with the entry that
-- puts them into stock; a line of a bill is spread by one landed cost, and never beyond what it costs in company currency.
CREATE FUNCTION landed_cost_complete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    PERFORM FROM invoices_invoiceline l
    WHERE l.company_id = NEW.company_id AND l.id IN (
        SELECT c.bill_line_id FROM landed_landedcharge c WHERE c.company_id = NEW.company_id AND c.landed_cost_id = NEW.id)
    ORDER BY l.id FOR NO KEY UPDATE;
    SELECT l.description, o.number INTO wrong
    FROM landed_landedcharge c
    JOIN invoices_invoiceline l ON l.company_id = c.company_id AND l.id = c.bill_line_id
    JOIN landed_landedcharge other ON other.company_id = c.company_id AND other.bill_line_id = c.bill_line_id
         AND other.landed_cost_id <> NEW.id
    JOIN landed_landedcost o ON o.company_id = c.company_id AND o.id = other.landed_cost_id AND o.status = 'posted'
    WHERE c.company_id = NEW.company_id AND c.landed_cost_id = NEW.id;
    IF FOUND THEN
        RAISE EXCEPTION 'Line % of a bill is spread by % already.', wrong.description, wrong.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'landed_bill_line_once';
    END IF;
    SELECT l.description, c.amount INTO wrong
    FROM landed_landedcharge c
    JOIN invoices_invoiceline l ON l.company_id = c.company_id AND l.id = c.bill_line_id
    JOIN invoices_invoice i ON i.company_id = c.company_id AND i.id = l.invoice_id
    JOIN companies_company own ON own.id = c.company_id
    JOIN companies_currency u ON u.code = own.currency_id
    WHERE c.company_id = NEW.company_id AND c.landed_cost_id = NEW.id
      AND (i.kind <> 'supplier_bill' OR i.status <> 'posted' OR c.account_id <> l.account_id
           OR c.amount > round(l.net * i.rate, u.minor_units::int));
    IF FOUND THEN
        RAISE EXCEPTION 'Line % costs less than %, lies on another account, or is of no posted bill.', wrong.description, wrong.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'landed_bill_line_holds_it';
    END IF;
    IF NOT EXISTS (SELECT FROM landed_landedcharge c WHERE c.company_id = NEW.company_id AND c.landed_cost_id = NEW.id)
       OR EXISTS (
        SELECT FROM landed_landedcharge c
        LEFT JOIN landed_landedshare s ON s.company_id = c.company_id AND s.charge_id = c.id AND s.landed_cost_id = NEW.id
        WHERE c.company_id = NEW.company_id AND c.landed_cost_id = NEW.id
        GROUP BY c.id, c.amount HAVING coalesce(sum(s.amount), 0) <> c.amount)
       OR EXISTS (
        SELECT FROM landed_landedshare s
        JOIN stock_move m ON m.company_id = s.company_id AND m.id = s.move_id
        JOIN stock_stockdocument d ON d.company_id = s.company_id AND d.id = m.document_id
        LEFT JOIN landed_landedreceipt r ON r.company_id = s.company_id AND r.landed_cost_id = NEW.id AND r.receipt_id = d.id
        WHERE s.company_id = NEW.company_id AND s.landed_cost_id = NEW.id
          AND (r.id IS NULL OR d.kind <> 'receipt' OR d.status <> 'posted' OR d.reverses_id IS NOT NULL))
       OR (SELECT coalesce(sum(s.kept), 0) FROM landed_landedshare s
           WHERE s.company_id = NEW.company_id AND s.landed_cost_id = NEW.id)
          <> (SELECT coalesce(sum(v.value), 0) FROM stock_valueline v
              WHERE v.company_id = NEW.company_id AND v.entry_id = NEW.entry_id) THEN
        RAISE EXCEPTION 'To post %, give it shares of goods of its receipts that add up to its costs and to what its entry puts into stock.',
            NEW.number USING ERRCODE = 'check_violation', CONSTRAINT = 'landed_cost_adds_up';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER landed_cost_complete AFTER UPDATE ON landed_landedcost FOR EACH ROW
    WHEN (NEW.status = 'posted' AND OLD.status <> 'posted') EXECUTE FUNCTION landed_cost_complete();
