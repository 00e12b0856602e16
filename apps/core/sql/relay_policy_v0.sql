DROP POLICY relay_rows ON core_delivery;
