CREATE TABLE `link_hours` (
	`device` integer NOT NULL,
	`hour` integer NOT NULL,
	`minutes` blob NOT NULL,
	PRIMARY KEY(`device`, `hour`),
	FOREIGN KEY (`device`) REFERENCES `link_devices`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `link_hours_hour` ON `link_hours` (`hour`);