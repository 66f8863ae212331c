CREATE TABLE `streams` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`meeting_id` text,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "streams_kind" CHECK("streams"."kind" IN ('meeting')),
	CONSTRAINT "streams_meeting" CHECK("streams"."kind" <> 'meeting' OR "streams"."meeting_id" IS "streams"."id")
) STRICT;
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_journal` (
	`stream_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`device_id` text,
	`request_id` text,
	`type` text NOT NULL,
	`v` integer NOT NULL,
	`payload` text NOT NULL,
	`form` integer NOT NULL,
	`previous_hash` blob NOT NULL,
	`hash` blob NOT NULL,
	PRIMARY KEY(`stream_id`, `seq`),
	FOREIGN KEY (`stream_id`) REFERENCES `streams`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "journal_seq" CHECK("__new_journal"."seq" > 0),
	CONSTRAINT "journal_versions" CHECK("__new_journal"."v" > 0 AND "__new_journal"."form" > 0),
	CONSTRAINT "journal_hashes" CHECK(length("__new_journal"."previous_hash") = 32 AND length("__new_journal"."hash") = 32)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `streams` ("id", "kind", "meeting_id") SELECT DISTINCT "meeting_id", 'meeting', "meeting_id" FROM `journal`;--> statement-breakpoint
INSERT INTO `__new_journal`("stream_id", "seq", "at", "actor", "device_id", "request_id", "type", "v", "payload", "form", "previous_hash", "hash") SELECT "meeting_id", "seq", "at", "actor", "device_id", "request_id", "type", 1, "payload", 1, "previous_hash", "hash" FROM `journal` ORDER BY "meeting_id", "seq";--> statement-breakpoint
DROP TABLE `journal`;--> statement-breakpoint
ALTER TABLE `__new_journal` RENAME TO `journal`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `journal_request` ON `journal` (`stream_id`,`request_id`) WHERE "journal"."request_id" IS NOT NULL;