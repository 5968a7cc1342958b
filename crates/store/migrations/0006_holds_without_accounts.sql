-- Who holds what is known to the desks. The index dirtied a page of its own for every hold.
DROP INDEX holds_account;
