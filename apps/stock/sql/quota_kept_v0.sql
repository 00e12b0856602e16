DROP TRIGGER quota_begins ON stock_channelquota;
DROP TRIGGER quota_stays ON stock_channelquota;
DROP TRIGGER promised_by_reservations ON stock_channelquota;
DROP FUNCTION stock_quota_begins();
DROP FUNCTION stock_quota_stays();
DROP FUNCTION stock_promised_by_reservations();
