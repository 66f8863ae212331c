CREATE INDEX `meetings_created_by` ON `meetings` (`created_by`);--> statement-breakpoint
CREATE INDEX `meetings_running` ON `meetings` (`status`) WHERE "meetings"."status" IN ('rehearsal', 'live');