CREATE TABLE `page_texts` (
	`sha256` text NOT NULL,
	`page` integer NOT NULL,
	`text` text NOT NULL,
	`folded` text NOT NULL,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `page_texts_once` ON `page_texts` (`sha256`,`page`);--> statement-breakpoint
CREATE TABLE `paper_contents` (
	`sha256` text PRIMARY KEY NOT NULL,
	`pages` integer,
	`signed` integer NOT NULL,
	`repaired` integer NOT NULL,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action
) STRICT;
