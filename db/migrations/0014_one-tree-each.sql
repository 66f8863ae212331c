CREATE TABLE `__new_meeting_participants` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`seat_site_id` text,
	PRIMARY KEY(`meeting_id`, `participant_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seat_site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meeting_participants_one" CHECK(("__new_meeting_participants"."person_id" IS NULL) <> ("__new_meeting_participants"."site_id" IS NULL)),
	CONSTRAINT "meeting_participants_id" CHECK("__new_meeting_participants"."participant_id" = coalesce("__new_meeting_participants"."person_id", "__new_meeting_participants"."site_id")),
	CONSTRAINT "meeting_participants_seat" CHECK("__new_meeting_participants"."seat_site_id" IS NULL OR "__new_meeting_participants"."person_id" IS NOT NULL)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_meeting_participants` (`meeting_id`, `participant_id`, `person_id`, `site_id`, `seat_site_id`)
SELECT `meeting_id`, `participant_id`, `person_id`, `site_id`, `seat_site_id` FROM `meeting_participants` ORDER BY `meeting_id`, `participant_id`;--> statement-breakpoint
DROP TABLE `meeting_participants`;--> statement-breakpoint
ALTER TABLE `__new_meeting_participants` RENAME TO `meeting_participants`;--> statement-breakpoint
CREATE INDEX `meeting_participants_participant` ON `meeting_participants` (`participant_id`);--> statement-breakpoint
CREATE TABLE `__new_meeting_roles` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `participant_id`, `role`),
	FOREIGN KEY (`meeting_id`,`participant_id`) REFERENCES `meeting_participants`(`meeting_id`,`participant_id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "meeting_roles_role" CHECK("__new_meeting_roles"."role" IN ('chair', 'secretary', 'operator', 'delegate', 'guest'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_meeting_roles` (`meeting_id`, `participant_id`, `role`)
SELECT `meeting_id`, `participant_id`, `role` FROM `meeting_roles` ORDER BY `meeting_id`, `participant_id`, `role`;--> statement-breakpoint
DROP TABLE `meeting_roles`;--> statement-breakpoint
ALTER TABLE `__new_meeting_roles` RENAME TO `meeting_roles`;--> statement-breakpoint
CREATE TABLE `__new_meeting_units` (
	`meeting_id` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `unit_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_meeting_units` (`meeting_id`, `unit_id`)
SELECT `meeting_id`, `unit_id` FROM `meeting_units` ORDER BY `meeting_id`, `unit_id`;--> statement-breakpoint
DROP TABLE `meeting_units`;--> statement-breakpoint
ALTER TABLE `__new_meeting_units` RENAME TO `meeting_units`;
