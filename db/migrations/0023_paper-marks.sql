CREATE TABLE `mark_keys` (
	`person_id` text NOT NULL,
	`holder` text NOT NULL,
	`key_id` text NOT NULL,
	`wrapped` blob NOT NULL,
	`wrapped_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `holder`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `paper_marks` (
	`person_id` text NOT NULL,
	`version_id` text NOT NULL,
	`id` text NOT NULL,
	`page` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`revision` integer NOT NULL,
	`sealed` blob,
	PRIMARY KEY(`person_id`, `version_id`, `id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "paper_marks_page" CHECK("paper_marks"."page" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `paper_marks_revision` ON `paper_marks` (`person_id`,`version_id`,`revision`);