DROP FUNCTION core_lifecycle();
