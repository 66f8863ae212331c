DROP INDEX `meeting_participants_participant`;--> statement-breakpoint
ALTER TABLE `meeting_participants` ADD `is_listed` integer DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX `meeting_participants_listed` ON `meeting_participants` (`participant_id`) WHERE "meeting_participants"."is_listed" = 1;--> statement-breakpoint
CREATE INDEX `meeting_participants_new` ON `meeting_participants` (`participant_id`) WHERE "meeting_participants"."is_listed" = 0;