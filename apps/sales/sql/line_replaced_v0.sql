DROP TRIGGER IF EXISTS line_replaced ON sales_salesorderline;
DROP FUNCTION IF EXISTS sales_line_replaced();
