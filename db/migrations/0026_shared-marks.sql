CREATE TABLE `shared_marks` (
	`id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`author_id` text NOT NULL,
	`layer` text NOT NULL,
	`page` integer NOT NULL,
	`content` text,
	`shared_at` integer NOT NULL,
	`taken_by` text,
	`taken_at` integer,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shared_marks_layer" CHECK("shared_marks"."layer" IN ('meeting', 'secretariat')),
	CONSTRAINT "shared_marks_page" CHECK("shared_marks"."page" > 0),
	CONSTRAINT "shared_marks_taken" CHECK(("shared_marks"."taken_at" IS NULL) = ("shared_marks"."content" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `shared_marks_version` ON `shared_marks` (`version_id`,`author_id`);