-- A posted invoice comes to what its lines and taxes come to, less what is withheld, and its entry books that total,
-- in one line or in instalments, on the party's account; where down payments have paid all of it, nothing is booked there.
-- Each line stands in the base of one tax, or of none; where a code stands for several taxes, in several bases.
CREATE FUNCTION invoices_invoice_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    lines numeric;
    bases numeric;
    taxes numeric;
    side int := CASE WHEN NEW.kind IN ('customer_invoice', 'supplier_credit') THEN 1 ELSE -1 END;
BEGIN
    SELECT coalesce(sum(net), 0) INTO lines FROM invoices_invoiceline
    WHERE company_id = NEW.company_id AND invoice_id = NEW.id;
    SELECT coalesce(sum(base), 0), coalesce(sum(amount), 0) INTO bases, taxes FROM invoices_invoicetax
    WHERE company_id = NEW.company_id AND invoice_id = NEW.id;
    IF bases <> NEW.net AND EXISTS (
        SELECT FROM invoices_invoiceline l JOIN ledger_tax t ON t.company_id = l.company_id AND t.id = l.tax_id
        WHERE l.company_id = NEW.company_id AND l.invoice_id = NEW.id AND t.kind = 'group'
    ) THEN
        bases := NEW.net;
    END IF;
    IF lines <> NEW.net OR bases <> NEW.net OR taxes <> NEW.tax - NEW.withheld THEN
        RAISE EXCEPTION 'Invoice % says % net and % tax, less % withheld; its lines come to %, its tax bases to % and its taxes to %.',
            NEW.number, NEW.net, NEW.tax, NEW.withheld, lines, bases, taxes
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_adds_up', TABLE = TG_TABLE_NAME;
    END IF;
    IF NEW.total = 0 AND EXISTS (
        SELECT FROM invoices_invoiceline
        WHERE company_id = NEW.company_id AND invoice_id = NEW.id AND down_payment_id <> id
    ) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT FROM ledger_entry e
        JOIN ledger_entryline l ON l.company_id = e.company_id AND l.entry_id = e.id
        JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
        WHERE e.company_id = NEW.company_id AND e.id = NEW.entry_id AND e.source_id = NEW.id
          AND a.control IN ('receivable', 'payable') AND l.party_id = NEW.party_id
          AND l.currency_id = NEW.currency_id
        HAVING sum(l.amount_currency) = side * NEW.total
    ) THEN
        RAISE EXCEPTION 'The entry of invoice % does not book % % on the account of its party.',
            NEW.number, NEW.total, NEW.currency_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'invoice_adds_up', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER invoice_adds_up AFTER UPDATE ON invoices_invoice FOR EACH ROW
    WHEN (NEW.status = 'posted' AND OLD.status <> 'posted')
    EXECUTE FUNCTION invoices_invoice_adds_up();
