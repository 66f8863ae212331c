CREATE TABLE `area_units` (
	`area_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`unit_id`, `valid_from`),
	FOREIGN KEY (`area_id`) REFERENCES `areas`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "area_units_dates" CHECK("area_units"."valid_to" IS NULL OR "area_units"."valid_to" > "area_units"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `area_units_area` ON `area_units` (`area_id`);--> statement-breakpoint
CREATE TABLE `areas` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `areas_name` ON `areas` (`name`);--> statement-breakpoint
CREATE TABLE `site_periods` (
	`site_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`site_id`, `valid_from`),
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "site_periods_dates" CHECK("site_periods"."valid_to" IS NULL OR "site_periods"."valid_to" > "site_periods"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `site_periods_unit` ON `site_periods` (`unit_id`);--> statement-breakpoint
CREATE INDEX `site_periods_code` ON `site_periods` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `site_periods_code_in_force` ON `site_periods` (`code`) WHERE "site_periods"."valid_to" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `site_periods_one_in_force` ON `site_periods` (`site_id`) WHERE "site_periods"."valid_to" IS NULL;--> statement-breakpoint
CREATE TABLE `unit_periods` (
	`unit_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	`parent_id` text,
	PRIMARY KEY(`unit_id`, `valid_from`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_periods_level" CHECK("unit_periods"."level" IN ('province', 'department', 'party', 'district', 'commune', 'other')),
	CONSTRAINT "unit_periods_not_itself" CHECK("unit_periods"."unit_id" <> "unit_periods"."parent_id"),
	CONSTRAINT "unit_periods_dates" CHECK("unit_periods"."valid_to" IS NULL OR "unit_periods"."valid_to" > "unit_periods"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE INDEX `unit_periods_parent` ON `unit_periods` (`parent_id`);--> statement-breakpoint
CREATE INDEX `unit_periods_code` ON `unit_periods` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `unit_periods_code_in_force` ON `unit_periods` (`code`) WHERE "unit_periods"."valid_to" IS NULL AND "unit_periods"."code" <> '';--> statement-breakpoint
CREATE UNIQUE INDEX `unit_periods_one_in_force` ON `unit_periods` (`unit_id`) WHERE "unit_periods"."valid_to" IS NULL;--> statement-breakpoint
CREATE TABLE `unit_successions` (
	`unit_id` text NOT NULL,
	`successor_id` text NOT NULL,
	`kind` text NOT NULL,
	`day` text NOT NULL,
	PRIMARY KEY(`unit_id`, `successor_id`, `day`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`successor_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_successions_kind" CHECK("unit_successions"."kind" IN ('merged', 'split', 'renamed')),
	CONSTRAINT "unit_successions_not_itself" CHECK("unit_successions"."unit_id" <> "unit_successions"."successor_id")
) STRICT;
--> statement-breakpoint
CREATE INDEX `unit_successions_successor` ON `unit_successions` (`successor_id`);--> statement-breakpoint
-- What codes, parents and the one name of each unit said about each stretch of time; a unit with neither has always been.
INSERT INTO `unit_periods`
WITH `days` AS (
	SELECT `unit_id`, `valid_from` AS `day` FROM `unit_codes` WHERE `scheme` = 'administrative'
	UNION SELECT `unit_id`, `valid_to` FROM `unit_codes` WHERE `scheme` = 'administrative' AND `valid_to` IS NOT NULL
	UNION SELECT `unit_id`, `valid_from` FROM `unit_parents`
	UNION SELECT `unit_id`, `valid_to` FROM `unit_parents` WHERE `valid_to` IS NOT NULL
	UNION SELECT `id`, '1900-01-01' FROM `units` WHERE `id` NOT IN (SELECT `unit_id` FROM `unit_codes` WHERE `scheme` = 'administrative') AND `id` NOT IN (SELECT `unit_id` FROM `unit_parents`)
), `stretches` AS (
	SELECT `unit_id`, `day`, lead(`day`) OVER (PARTITION BY `unit_id` ORDER BY `day`) AS `next` FROM `days`
)
SELECT `units`.`id`, `day`, `next`,
	coalesce((SELECT `code` FROM `unit_codes` WHERE `unit_id` = `units`.`id` AND `scheme` = 'administrative' AND `valid_from` <= `day` AND (`valid_to` IS NULL OR `valid_to` > `day`) ORDER BY `valid_from` DESC LIMIT 1), ''),
	`name`, `level`,
	(SELECT `parent_id` FROM `unit_parents` WHERE `unit_id` = `units`.`id` AND `valid_from` <= `day` AND (`valid_to` IS NULL OR `valid_to` > `day`) ORDER BY `valid_from` DESC LIMIT 1)
FROM `stretches` JOIN `units` ON `units`.`id` = `stretches`.`unit_id`;--> statement-breakpoint
INSERT INTO `site_periods`
SELECT `id`, (SELECT min(`valid_from`) FROM `unit_periods` WHERE `unit_periods`.`unit_id` = `sites`.`unit_id`), NULL, `code`, `name`, `unit_id` FROM `sites`;--> statement-breakpoint
DROP TABLE `unit_codes`;--> statement-breakpoint
DROP TABLE `unit_parents`;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_sites` (
	`id` text PRIMARY KEY NOT NULL
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_sites`("id") SELECT "id" FROM `sites`;--> statement-breakpoint
DROP TABLE `sites`;--> statement-breakpoint
ALTER TABLE `__new_sites` RENAME TO `sites`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE TABLE `__new_units` (
	`id` text PRIMARY KEY NOT NULL
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_units`("id") SELECT "id" FROM `units`;--> statement-breakpoint
DROP TABLE `units`;--> statement-breakpoint
ALTER TABLE `__new_units` RENAME TO `units`;