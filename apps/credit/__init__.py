"""Credit control: what is owed and since when, statements of a party's account, dunning."""
