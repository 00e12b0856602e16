DROP FUNCTION core_audit();
