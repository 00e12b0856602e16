DROP FUNCTION payments_hold_items(uuid[]);
