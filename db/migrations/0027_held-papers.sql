ALTER TABLE `uploads` ADD `held_at` integer;--> statement-breakpoint
ALTER TABLE `uploads` ADD `hold_ended_at` integer;