CREATE TABLE `body_periods` (
	`body_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`name` text NOT NULL,
	`seats` integer NOT NULL,
	PRIMARY KEY(`body_id`, `valid_from`),
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "body_periods_seats" CHECK("body_periods"."seats" > 0),
	CONSTRAINT "body_periods_dates" CHECK("body_periods"."valid_to" IS NULL OR "body_periods"."valid_to" > "body_periods"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `body_periods_one_in_force` ON `body_periods` (`body_id`) WHERE "body_periods"."valid_to" IS NULL;--> statement-breakpoint
-- The one name and number of seats of each body holds for all of its days.
INSERT INTO `body_periods` SELECT `id`, '1900-01-01', NULL, `name`, `seats` FROM `bodies`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_bodies` (
	`id` text PRIMARY KEY NOT NULL,
	`unit_id` text NOT NULL,
	`kind` text NOT NULL,
	`rule_set` text NOT NULL,
	`successor_id` text,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`successor_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bodies_kind" CHECK("__new_bodies"."kind" IN ('ubnd', 'hdnd', 'board', 'other'))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_bodies`("id", "unit_id", "kind", "rule_set", "successor_id") SELECT "id", "unit_id", "kind", "rule_set", NULL FROM `bodies`;--> statement-breakpoint
DROP TABLE `bodies`;--> statement-breakpoint
ALTER TABLE `__new_bodies` RENAME TO `bodies`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_body_members` (
	`body_id` text NOT NULL,
	`person_id` text NOT NULL,
	`position` text NOT NULL,
	`is_head` integer DEFAULT false NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`body_id`, `person_id`, `valid_from`),
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "body_members_head" CHECK("__new_body_members"."is_head" IN (0, 1)),
	CONSTRAINT "body_members_dates" CHECK("__new_body_members"."valid_to" IS NULL OR "__new_body_members"."valid_to" >= "__new_body_members"."valid_from")
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_body_members`("body_id", "person_id", "position", "is_head", "valid_from", "valid_to") SELECT "body_id", "person_id", "position", 0, "valid_from", "valid_to" FROM `body_members`;--> statement-breakpoint
DROP TABLE `body_members`;--> statement-breakpoint
ALTER TABLE `__new_body_members` RENAME TO `body_members`;--> statement-breakpoint
CREATE INDEX `body_members_person` ON `body_members` (`person_id`);