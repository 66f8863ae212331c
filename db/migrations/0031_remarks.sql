CREATE TABLE `remarks` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`item_id` text,
	`version_id` text,
	`page` integer,
	`author_id` text NOT NULL,
	`text` text NOT NULL,
	`sent_at` integer NOT NULL,
	`handled_at` integer,
	`handled_by` text,
	`answer` text,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`handled_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "remarks_page" CHECK("remarks"."page" IS NULL OR ("remarks"."page" > 0 AND "remarks"."version_id" IS NOT NULL)),
	CONSTRAINT "remarks_handled" CHECK(("remarks"."handled_at" IS NULL) = ("remarks"."handled_by" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `remarks_meeting` ON `remarks` (`meeting_id`,`author_id`);