PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_grants` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`kind` text NOT NULL,
	`unit_id` text,
	`body_id` text,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`reason` text NOT NULL,
	`granted_by` text,
	`granted_at` integer NOT NULL,
	`ended_by` text,
	`ended_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`granted_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`ended_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "grants_kind" CHECK("__new_grants"."kind" IN ('administer', 'keep-accounts', 'convene', 'keep-papers', 'operate')),
	CONSTRAINT "grants_one_scope" CHECK("__new_grants"."unit_id" IS NULL OR "__new_grants"."body_id" IS NULL),
	CONSTRAINT "grants_scope" CHECK(("__new_grants"."kind" <> 'administer' OR "__new_grants"."unit_id" IS NULL) AND ("__new_grants"."kind" = 'convene' OR "__new_grants"."body_id" IS NULL)),
	CONSTRAINT "grants_dates" CHECK("__new_grants"."valid_to" IS NULL OR "__new_grants"."valid_to" >= "__new_grants"."valid_from")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_grants`("id", "person_id", "kind", "unit_id", "body_id", "valid_from", "valid_to", "reason", "granted_by", "granted_at", "ended_by", "ended_at") SELECT "id", "person_id", "kind", "unit_id", "body_id", "valid_from", "valid_to", "reason", "granted_by", "granted_at", "ended_by", "ended_at" FROM `grants`;--> statement-breakpoint
DROP TABLE `grants`;--> statement-breakpoint
ALTER TABLE `__new_grants` RENAME TO `grants`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `grants_person` ON `grants` (`person_id`);