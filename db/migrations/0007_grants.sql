CREATE TABLE `grants` (
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
	CONSTRAINT "grants_kind" CHECK("grants"."kind" IN ('administer', 'convene', 'keep-papers', 'operate')),
	CONSTRAINT "grants_one_scope" CHECK("grants"."unit_id" IS NULL OR "grants"."body_id" IS NULL),
	CONSTRAINT "grants_scope" CHECK(("grants"."kind" <> 'administer' OR "grants"."unit_id" IS NULL) AND ("grants"."kind" = 'convene' OR "grants"."body_id" IS NULL)),
	CONSTRAINT "grants_dates" CHECK("grants"."valid_to" IS NULL OR "grants"."valid_to" >= "grants"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `grants_person` ON `grants` (`person_id`);--> statement-breakpoint
INSERT INTO `grants` (`id`, `person_id`, `kind`, `valid_from`, `reason`, `granted_at`)
SELECT lower(hex(randomblob(16))), `person_id`, 'administer', date(`created_at` / 1000 + 25200, 'unixepoch'), 'Quản trị viên theo phiên bản trước', unixepoch() * 1000
FROM `accounts` WHERE `is_admin` = 1;--> statement-breakpoint
INSERT INTO `grants` (`id`, `person_id`, `kind`, `valid_from`, `reason`, `granted_at`)
SELECT lower(hex(randomblob(16))), `person_id`, 'convene', date(unixepoch() + 25200, 'unixepoch'), 'Đã chủ trì hoặc làm thư ký cuộc họp theo phiên bản trước', unixepoch() * 1000
FROM `accounts` WHERE `person_id` IN (SELECT `participant_id` FROM `meeting_roles` WHERE `role` IN ('chair', 'secretary'));--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`password_hash` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`failed_logins` integer DEFAULT 0 NOT NULL,
	`locked_until` integer,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounts_one_owner" CHECK(("__new_accounts"."person_id" IS NULL) <> ("__new_accounts"."site_id" IS NULL)),
	CONSTRAINT "accounts_login_lower" CHECK("__new_accounts"."login" = lower("__new_accounts"."login") AND "__new_accounts"."login" <> '')
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_accounts`("id", "login", "password_hash", "person_id", "site_id", "failed_logins", "locked_until", "disabled_at", "created_at") SELECT "id", "login", "password_hash", "person_id", "site_id", "failed_logins", "locked_until", "disabled_at", "created_at" FROM `accounts`;--> statement-breakpoint
DROP TABLE `accounts`;--> statement-breakpoint
ALTER TABLE `__new_accounts` RENAME TO `accounts`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_login` ON `accounts` (`login`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_person` ON `accounts` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_site` ON `accounts` (`site_id`);