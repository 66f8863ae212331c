CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`account_id` text NOT NULL,
	`session_key` text NOT NULL,
	`ip` text,
	`size` integer NOT NULL,
	`file_name` text NOT NULL,
	`modified_at` integer NOT NULL,
	`document_id` text,
	`replaces` text,
	`item_id` text,
	`title` text NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	`version_id` text,
	`refusal` text,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "uploads_label" CHECK("uploads"."label" IN ('public', 'internal', 'restricted')),
	CONSTRAINT "uploads_one_outcome" CHECK("uploads"."version_id" IS NULL OR "uploads"."refusal" IS NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `uploads_meeting` ON `uploads` (`meeting_id`);--> statement-breakpoint
CREATE INDEX `uploads_account` ON `uploads` (`account_id`);--> statement-breakpoint
CREATE INDEX `uploads_version` ON `uploads` (`version_id`);