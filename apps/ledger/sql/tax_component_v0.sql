DROP TRIGGER tax_keeps_kind ON ledger_tax;
DROP FUNCTION ledger_tax_keeps_kind();
DROP TRIGGER tax_component_is_single ON ledger_taxcomponent;
DROP FUNCTION ledger_tax_component();
