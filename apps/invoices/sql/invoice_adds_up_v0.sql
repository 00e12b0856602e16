DROP TRIGGER invoice_adds_up ON invoices_invoice;
DROP FUNCTION invoices_invoice_adds_up();
