DROP FUNCTION ledger_dimensions_known() CASCADE;
DROP FUNCTION ledger_unknown_dimensions(uuid, jsonb);
