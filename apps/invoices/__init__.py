"""Customer invoices, supplier bills and their credit notes, from draft to archived PDF."""
