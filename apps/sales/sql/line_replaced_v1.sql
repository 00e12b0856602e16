-- A line of a confirmed order takes another product while nothing of it is promised, picked, shipped or invoiced, and no kit is in it.
CREATE FUNCTION sales_line_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing text;
BEGIN
    SELECT o.status INTO standing FROM sales_salesorder o
    WHERE o.company_id = OLD.company_id AND o.id = OLD.order_id FOR NO KEY UPDATE;
    IF standing = 'draft' THEN
        RETURN NEW;
    END IF;
    IF standing <> 'confirmed' OR NEW.product_id = OLD.product_id
       OR EXISTS (SELECT FROM stock_reservation r WHERE r.company_id = OLD.company_id AND r.origin_line_id = OLD.id)
       OR EXISTS (SELECT FROM stock_stockdocumentline l
                  JOIN stock_stockdocument d ON d.company_id = l.company_id AND d.id = l.document_id
                  WHERE l.company_id = OLD.company_id AND l.origin_line_id = OLD.id AND d.status <> 'cancelled')
       OR EXISTS (SELECT FROM invoices_invoiceline l
                  JOIN invoices_invoice i ON i.company_id = l.company_id AND i.id = l.invoice_id
                  WHERE l.company_id = OLD.company_id AND l.origin_line_id = OLD.id AND i.status <> 'cancelled')
       OR EXISTS (SELECT FROM sales_salesorderpart p WHERE p.company_id = OLD.company_id AND p.line_id = OLD.id) THEN
        RAISE EXCEPTION 'A line of a confirmed order takes another product only while nothing of it is promised, shipped or invoiced.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_replaced';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER line_replaced BEFORE UPDATE ON sales_salesorderline FOR EACH ROW
    WHEN ((NEW.product_id, NEW.stock_quantity, NEW.description, NEW.their_number)
          IS DISTINCT FROM (OLD.product_id, OLD.stock_quantity, OLD.description, OLD.their_number))
    EXECUTE FUNCTION sales_line_replaced();
