"""Users, roles and row rights: who may do what, and on which rows."""
