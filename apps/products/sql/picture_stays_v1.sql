-- A picture keeps its bytes and its product: browsers keep them too, by its address.
CREATE FUNCTION products_picture_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A picture stays as it is; add another and remove this one.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'picture_stays';
END $$;
CREATE TRIGGER picture_stays BEFORE UPDATE ON products_picture FOR EACH ROW
    WHEN ((NEW.page, NEW.thumb, NEW.sha256, NEW.product_id) IS DISTINCT FROM (OLD.page, OLD.thumb, OLD.sha256, OLD.product_id))
    EXECUTE FUNCTION products_picture_stays();
