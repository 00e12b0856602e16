DROP FUNCTION core_frozen_lines();
