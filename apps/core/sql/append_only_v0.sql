DROP FUNCTION core_append_only();
