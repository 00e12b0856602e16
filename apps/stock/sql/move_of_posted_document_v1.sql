-- At COMMIT every move belongs to a posted document: both come in one transaction.
ALTER TABLE stock_stockdocument
    ADD COLUMN is_posted boolean GENERATED ALWAYS AS (status IN ('posted', 'reversed')) STORED,
    ADD CONSTRAINT stock_document_posted_key UNIQUE (company_id, id, is_posted);
ALTER TABLE stock_move
    ADD COLUMN document_is_posted boolean NOT NULL DEFAULT true,
    ADD CONSTRAINT move_document_is_posted CHECK (document_is_posted),
    ADD CONSTRAINT move_of_posted_document FOREIGN KEY (company_id, document_id, document_is_posted)
        REFERENCES stock_stockdocument (company_id, id, is_posted) DEFERRABLE INITIALLY DEFERRED;
