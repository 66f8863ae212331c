CREATE TABLE `link_devices` (
	`id` integer PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`device_id` text NOT NULL,
	`participant_id` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `link_devices_one` ON `link_devices` (`meeting_id`,`device_id`,`participant_id`);--> statement-breakpoint
CREATE TABLE `link_minutes` (
	`device` integer NOT NULL,
	`at` integer NOT NULL,
	`grade` text NOT NULL,
	`carrying` text NOT NULL,
	`protocol` text,
	`loss_down` real,
	`loss_up` real,
	`rtt_ms` integer,
	`kbps_down` integer NOT NULL,
	`kbps_up` integer NOT NULL,
	PRIMARY KEY(`device`, `at`),
	FOREIGN KEY (`device`) REFERENCES `link_devices`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "link_minutes_grade" CHECK("link_minutes"."grade" IN ('good', 'fair', 'weak')),
	CONSTRAINT "link_minutes_carrying" CHECK("link_minutes"."carrying" IN ('sound', 'small', 'half', 'all')),
	CONSTRAINT "link_minutes_protocol" CHECK("link_minutes"."protocol" IN ('udp', 'tcp'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `link_minutes_at` ON `link_minutes` (`at`);