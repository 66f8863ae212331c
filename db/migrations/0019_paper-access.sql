CREATE TABLE `paper_readers` (
	`document_id` text NOT NULL,
	`kind` text NOT NULL,
	`reader` text NOT NULL,
	`level` text NOT NULL,
	PRIMARY KEY(`document_id`, `kind`, `reader`),
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_readers_kind" CHECK("paper_readers"."kind" IN ('role', 'unit', 'participant')),
	CONSTRAINT "paper_readers_level" CHECK("paper_readers"."level" IN ('read', 'print', 'download'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `documents` ADD `open_to` text DEFAULT 'download' NOT NULL;--> statement-breakpoint
ALTER TABLE `documents` ADD `read_until` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `recalled_at` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `recalled_by` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `recall_reason` text;