-- What posted documents take off or give back of a down payment never comes to more than it asked for, in the documents'
-- currency and as booked; whoever names one shares its party, currency, account and tax.
CREATE FUNCTION invoices_down_payment_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    IF NOT EXISTS (
        SELECT FROM invoices_invoiceline
        WHERE company_id = NEW.company_id AND invoice_id = NEW.id AND down_payment_id IS NOT NULL
    ) THEN
        RETURN NULL;
    END IF;
    PERFORM FROM invoices_invoice i
    WHERE i.company_id = NEW.company_id AND i.id IN (
        SELECT d.invoice_id FROM invoices_invoiceline l
        JOIN invoices_invoiceline d ON d.company_id = l.company_id AND d.id = l.down_payment_id
        WHERE l.company_id = NEW.company_id AND l.invoice_id = NEW.id)
    ORDER BY i.id FOR UPDATE;
    SELECT l.description INTO wrong
    FROM invoices_invoiceline l
    JOIN invoices_invoiceline d ON d.company_id = l.company_id AND d.id = l.down_payment_id
    JOIN invoices_invoice i ON i.company_id = d.company_id AND i.id = d.invoice_id
    WHERE l.company_id = NEW.company_id AND l.invoice_id = NEW.id
      AND (d.down_payment_id IS DISTINCT FROM d.id OR i.status <> 'posted' OR l.booked IS NULL
           OR i.party_id <> NEW.party_id OR i.currency_id <> NEW.currency_id OR d.account_id <> l.account_id
           OR d.tax_id IS DISTINCT FROM l.tax_id
           OR l.id = d.id AND (l.quantity < 0 OR NEW.kind NOT IN ('customer_invoice', 'supplier_bill'))
           OR (i.kind = 'supplier_bill') <> (NEW.kind IN ('supplier_bill', 'supplier_credit')));
    IF FOUND THEN
        RAISE EXCEPTION 'Line % of % differs from its down payment in party, currency, account or tax, or that is not posted.',
            wrong.description, NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'down_payment_adds_up', TABLE = TG_TABLE_NAME;
    END IF;
    SELECT d.description, d.booked AS asked, sum(l.booked) AS booked INTO wrong
    FROM invoices_invoiceline l
    JOIN invoices_invoice n ON n.company_id = l.company_id AND n.id = l.invoice_id AND n.status = 'posted'
    JOIN invoices_invoiceline d ON d.company_id = l.company_id AND d.id = l.down_payment_id
    JOIN companies_currency c ON c.code = n.currency_id
    WHERE l.company_id = NEW.company_id AND l.down_payment_id IN (
        SELECT down_payment_id FROM invoices_invoiceline
        WHERE company_id = NEW.company_id AND invoice_id = NEW.id AND down_payment_id IS NOT NULL)
    GROUP BY d.id, d.description, d.booked
    HAVING sum(l.booked) NOT BETWEEN 0 AND d.booked
        OR sum(CASE WHEN n.kind IN ('customer_credit', 'supplier_credit') THEN -1 ELSE 1 END
               * round(l.quantity * l.unit_price * (100 - l.discount) / 100, c.minor_units::int)) < 0;
    IF FOUND THEN
        RAISE EXCEPTION 'Of the down payment % over %, % would be left after %.',
            wrong.description, wrong.asked, wrong.booked, NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'down_payment_adds_up', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER down_payment_adds_up AFTER UPDATE ON invoices_invoice FOR EACH ROW
    WHEN (NEW.status = 'posted' AND OLD.status <> 'posted')
    EXECUTE FUNCTION invoices_down_payment_adds_up();
