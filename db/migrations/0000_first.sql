CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`password_hash` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`is_admin` integer DEFAULT false NOT NULL,
	`failed_logins` integer DEFAULT 0 NOT NULL,
	`locked_until` integer,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounts_one_owner" CHECK(("accounts"."person_id" IS NULL) <> ("accounts"."site_id" IS NULL)),
	CONSTRAINT "accounts_admin" CHECK("accounts"."is_admin" IN (0, 1) AND ("accounts"."is_admin" = 0 OR "accounts"."person_id" IS NOT NULL)),
	CONSTRAINT "accounts_login_lower" CHECK("accounts"."login" = lower("accounts"."login") AND "accounts"."login" <> '')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_login` ON `accounts` (`login`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_person` ON `accounts` (`person_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_site` ON `accounts` (`site_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ip` text,
	`user_agent` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE TABLE `setup_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `bodies` (
	`id` text PRIMARY KEY NOT NULL,
	`unit_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`seats` integer NOT NULL,
	`rule_set` text NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bodies_kind" CHECK("bodies"."kind" IN ('ubnd', 'hdnd', 'board', 'other')),
	CONSTRAINT "bodies_seats" CHECK("bodies"."seats" > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `body_members` (
	`body_id` text NOT NULL,
	`person_id` text NOT NULL,
	`position` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`body_id`, `person_id`, `valid_from`),
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "body_members_dates" CHECK("body_members"."valid_to" IS NULL OR "body_members"."valid_to" >= "body_members"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `body_members_person` ON `body_members` (`person_id`);--> statement-breakpoint
CREATE TABLE `document_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`number` integer NOT NULL,
	`sha256` text NOT NULL,
	`file_name` text NOT NULL,
	`pages` integer,
	`uploaded_by` text,
	`uploaded_at` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "document_versions_number" CHECK("document_versions"."number" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `document_versions_sha256` ON `document_versions` (`sha256`);--> statement-breakpoint
CREATE UNIQUE INDEX `document_versions_number_once` ON `document_versions` (`document_id`,`number`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`item_id` text,
	`title` text NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "documents_label" CHECK("documents"."label" IN ('public', 'internal', 'restricted'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `documents_meeting` ON `documents` (`meeting_id`);--> statement-breakpoint
CREATE INDEX `documents_item` ON `documents` (`item_id`);--> statement-breakpoint
CREATE TABLE `files` (
	`sha256` text PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`type` text NOT NULL,
	`stored_at` integer NOT NULL,
	CONSTRAINT "files_sha256" CHECK(length("files"."sha256") = 64)
) STRICT;
--> statement-breakpoint
CREATE TABLE `journal` (
	`meeting_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`device_id` text,
	`request_id` text,
	`type` text NOT NULL,
	`payload` text NOT NULL,
	`previous_hash` blob NOT NULL,
	`hash` blob NOT NULL,
	PRIMARY KEY(`meeting_id`, `seq`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "journal_seq" CHECK("journal"."seq" > 0),
	CONSTRAINT "journal_hashes" CHECK(length("journal"."previous_hash") = 32 AND length("journal"."hash") = 32)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_request` ON `journal` (`meeting_id`,`request_id`) WHERE "journal"."request_id" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `agenda_items` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`parent_id` text,
	`position` integer NOT NULL,
	`title` text NOT NULL,
	`planned_minutes` integer,
	`presenter_id` text,
	`access` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "agenda_items_access" CHECK("agenda_items"."access" IN ('open', 'restricted', 'closed')),
	CONSTRAINT "agenda_items_position" CHECK("agenda_items"."position" >= 0),
	CONSTRAINT "agenda_items_planned_minutes" CHECK("agenda_items"."planned_minutes" IS NULL OR "agenda_items"."planned_minutes" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `agenda_items_meeting` ON `agenda_items` (`meeting_id`);--> statement-breakpoint
CREATE TABLE `meeting_participants` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`roles` text NOT NULL,
	`seat_site_id` text,
	PRIMARY KEY(`meeting_id`, `participant_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seat_site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meeting_participants_one" CHECK(("meeting_participants"."person_id" IS NULL) <> ("meeting_participants"."site_id" IS NULL)),
	CONSTRAINT "meeting_participants_id" CHECK("meeting_participants"."participant_id" = coalesce("meeting_participants"."person_id", "meeting_participants"."site_id")),
	CONSTRAINT "meeting_participants_seat" CHECK("meeting_participants"."seat_site_id" IS NULL OR "meeting_participants"."person_id" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `meeting_participants_participant` ON `meeting_participants` (`participant_id`);--> statement-breakpoint
CREATE TABLE `meeting_units` (
	`meeting_id` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `unit_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `meeting_units_unit` ON `meeting_units` (`unit_id`);--> statement-breakpoint
CREATE TABLE `meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`starts_at` integer NOT NULL,
	`planned_minutes` integer NOT NULL,
	`body_id` text,
	`status` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meetings_status" CHECK("meetings"."status" IN ('draft', 'approved', 'invited', 'rehearsal', 'live', 'ended', 'minutes-approved', 'archived')),
	CONSTRAINT "meetings_planned_minutes" CHECK("meetings"."planned_minutes" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `meetings_starts_at` ON `meetings` (`starts_at`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`person_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`title` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`person_id`, `unit_id`, `valid_from`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "memberships_dates" CHECK("memberships"."valid_to" IS NULL OR "memberships"."valid_to" >= "memberships"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `memberships_unit` ON `memberships` (`unit_id`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`position` text NOT NULL,
	`email` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `sites` (
	`id` text PRIMARY KEY NOT NULL,
	`unit_id` text NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `sites_unit` ON `sites` (`unit_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sites_code` ON `sites` (`code`);--> statement-breakpoint
CREATE TABLE `unit_codes` (
	`unit_id` text NOT NULL,
	`scheme` text NOT NULL,
	`code` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`unit_id`, `scheme`, `valid_from`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_codes_dates" CHECK("unit_codes"."valid_to" IS NULL OR "unit_codes"."valid_to" >= "unit_codes"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `unit_codes_in_force` ON `unit_codes` (`scheme`,`code`) WHERE "unit_codes"."valid_to" IS NULL;--> statement-breakpoint
CREATE TABLE `unit_parents` (
	`unit_id` text NOT NULL,
	`parent_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`unit_id`, `valid_from`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_parents_not_itself" CHECK("unit_parents"."unit_id" <> "unit_parents"."parent_id"),
	CONSTRAINT "unit_parents_dates" CHECK("unit_parents"."valid_to" IS NULL OR "unit_parents"."valid_to" >= "unit_parents"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `unit_parents_parent` ON `unit_parents` (`parent_id`);--> statement-breakpoint
CREATE TABLE `units` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	CONSTRAINT "units_level" CHECK("units"."level" IN ('province', 'department', 'party', 'district', 'commune', 'other'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`account_id` text,
	`ip` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit` (`at`);--> statement-breakpoint
CREATE INDEX `audit_account` ON `audit` (`account_id`);--> statement-breakpoint
CREATE TABLE `minutes` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`sha256` text NOT NULL,
	`drawn_at` integer NOT NULL,
	`journal_seq` integer NOT NULL,
	`content_sha256` text NOT NULL,
	`status` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "minutes_status" CHECK("minutes"."status" IN ('draft', 'approved', 'superseded'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `minutes_meeting` ON `minutes` (`meeting_id`);--> statement-breakpoint
CREATE TABLE `ballots` (
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`person_id` text NOT NULL,
	`choice` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `vote_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `urn` (
	`key` blob PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`choice` text NOT NULL,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "urn_key" CHECK(length("urn"."key") = 16)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `vote_participation` (
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`meeting_id`, `vote_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `votes` (
	`id` text NOT NULL,
	`meeting_id` text NOT NULL,
	`item_id` text,
	`title` text NOT NULL,
	`secret` integer NOT NULL,
	`rule` text NOT NULL,
	`entitled` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`published_at` integer,
	`cancelled_reason` text,
	`result` text,
	PRIMARY KEY(`meeting_id`, `id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "votes_secret" CHECK("votes"."secret" IN (0, 1)),
	CONSTRAINT "votes_order" CHECK("votes"."published_at" IS NULL OR "votes"."closed_at" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `votes_item` ON `votes` (`item_id`);