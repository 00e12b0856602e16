DROP TRIGGER dimension_value_placed ON ledger_dimensionvalue;
DROP FUNCTION ledger_dimension_value_placed();
DROP TRIGGER dimension_rule_default ON ledger_dimensionrule;
DROP FUNCTION ledger_dimension_rule_default();
