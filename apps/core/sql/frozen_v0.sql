DROP FUNCTION core_frozen();
