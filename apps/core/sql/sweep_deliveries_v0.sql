DROP FUNCTION core_sweep_deliveries(timestamptz, integer);
