CREATE TABLE `__new_shared_marks` (
	`id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`author_id` text NOT NULL,
	`layer` text NOT NULL,
	`readers` text,
	`page` integer NOT NULL,
	`content` text,
	`shared_at` integer NOT NULL,
	`taken_by` text,
	`taken_at` integer,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`taken_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "shared_marks_layer" CHECK("__new_shared_marks"."layer" IN ('meeting', 'secretariat', 'unit', 'chosen')),
	CONSTRAINT "shared_marks_readers" CHECK(("__new_shared_marks"."layer" = 'chosen') = ("__new_shared_marks"."readers" IS NOT NULL)),
	CONSTRAINT "shared_marks_page" CHECK("__new_shared_marks"."page" > 0),
	CONSTRAINT "shared_marks_taken" CHECK(("__new_shared_marks"."taken_at" IS NULL) = ("__new_shared_marks"."content" IS NOT NULL))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_shared_marks` (`id`, `version_id`, `author_id`, `layer`, `page`, `content`, `shared_at`, `taken_by`, `taken_at`)
SELECT `id`, `version_id`, `author_id`, `layer`, `page`, `content`, `shared_at`, `taken_by`, `taken_at` FROM `shared_marks`;--> statement-breakpoint
DROP TABLE `shared_marks`;--> statement-breakpoint
ALTER TABLE `__new_shared_marks` RENAME TO `shared_marks`;--> statement-breakpoint
CREATE INDEX `shared_marks_version` ON `shared_marks` (`version_id`,`author_id`);