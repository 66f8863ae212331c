ALTER TABLE `people` ADD `is_guest` integer DEFAULT true NOT NULL;--> statement-breakpoint
UPDATE `people` SET `is_guest` = 0 WHERE `id` IN (SELECT `person_id` FROM `memberships`);--> statement-breakpoint
CREATE INDEX `people_guests` ON `people` (`sort_key`,`id`,`folded`) WHERE "people"."is_guest" = 1;