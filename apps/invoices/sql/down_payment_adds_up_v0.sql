DROP TRIGGER IF EXISTS down_payment_adds_up ON invoices_invoice;
DROP FUNCTION IF EXISTS invoices_down_payment_adds_up();
