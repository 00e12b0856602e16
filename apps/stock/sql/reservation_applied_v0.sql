DROP TRIGGER reservation_made ON stock_reservation;
DROP TRIGGER reservation_changed ON stock_reservation;
DROP TRIGGER reservation_dropped ON stock_reservation;
DROP FUNCTION stock_reservation_applied();
