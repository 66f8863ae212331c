CREATE VIRTUAL TABLE `page_search` USING fts5(folded, content='page_texts', content_rowid='rowid', columnsize=0, tokenize='unicode61 remove_diacritics 0');--> statement-breakpoint
CREATE TRIGGER `page_texts_indexed` AFTER INSERT ON `page_texts` BEGIN
	INSERT INTO page_search(rowid, folded) VALUES (new.rowid, new.folded);
END;--> statement-breakpoint
CREATE TRIGGER `page_texts_gone` AFTER DELETE ON `page_texts` BEGIN
	INSERT INTO page_search(page_search, rowid, folded) VALUES ('delete', old.rowid, old.folded);
END;--> statement-breakpoint
CREATE TRIGGER `page_texts_changed` AFTER UPDATE ON `page_texts` BEGIN
	INSERT INTO page_search(page_search, rowid, folded) VALUES ('delete', old.rowid, old.folded);
	INSERT INTO page_search(rowid, folded) VALUES (new.rowid, new.folded);
END;--> statement-breakpoint
INSERT INTO page_search(page_search) VALUES ('rebuild');
