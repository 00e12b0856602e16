GRANT UPDATE, DELETE ON bank_reconciledline, bank_reconciledposting TO erp_app;
DROP TRIGGER reconciliation_frees ON bank_reconciliation;
DROP FUNCTION bank_reconciliation_frees();
DROP TRIGGER reconciled_fits ON bank_reconciledposting;
DROP TRIGGER reconciled_fits ON bank_reconciledline;
DROP FUNCTION bank_reconciled_fits();
