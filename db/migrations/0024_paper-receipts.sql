CREATE TABLE `paper_receipts` (
	`version_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`device` text NOT NULL,
	`kind` text NOT NULL,
	`received_at` integer NOT NULL,
	`opened_at` integer,
	`last_opened_at` integer,
	`gone_at` integer,
	PRIMARY KEY(`version_id`, `participant_id`, `device`),
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_receipts_kind" CHECK("paper_receipts"."kind" IN ('computer', 'tablet', 'phone', 'unknown'))
) STRICT, WITHOUT ROWID;
