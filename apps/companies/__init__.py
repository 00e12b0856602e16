"""Companies, branches, currencies, exchange rates and the business calendar."""
