CREATE TABLE `meeting_roles` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `participant_id`, `role`),
	FOREIGN KEY (`meeting_id`,`participant_id`) REFERENCES `meeting_participants`(`meeting_id`,`participant_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "meeting_roles_role" CHECK("meeting_roles"."role" IN ('chair', 'secretary', 'operator', 'delegate', 'guest'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `meeting_roles_participant` ON `meeting_roles` (`participant_id`);--> statement-breakpoint
INSERT INTO `meeting_roles` (`meeting_id`, `participant_id`, `role`)
SELECT DISTINCT `meeting_id`, `participant_id`, `value` FROM `meeting_participants`, json_each(`meeting_participants`.`roles`);--> statement-breakpoint
ALTER TABLE `meetings` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `meeting_participants` DROP COLUMN `roles`;