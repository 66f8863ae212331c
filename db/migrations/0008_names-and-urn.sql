PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_urn` (
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`key` blob NOT NULL,
	`choice` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `vote_id`, `key`),
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "urn_key" CHECK(length("__new_urn"."key") = 16)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_urn`("meeting_id", "vote_id", "key", "choice") SELECT "meeting_id", "vote_id", "key", "choice" FROM `urn`;--> statement-breakpoint
DROP TABLE `urn`;--> statement-breakpoint
ALTER TABLE `__new_urn` RENAME TO `urn`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
ALTER TABLE `people` ADD `sort_key` text NOT NULL DEFAULT '';--> statement-breakpoint
ALTER TABLE `people` ADD `folded` text NOT NULL DEFAULT '';--> statement-breakpoint
UPDATE `people` SET `sort_key` = name_sort_key(`name`), `folded` = fold(`name`) || char(10) || fold(`position`);--> statement-breakpoint
CREATE INDEX `people_listed` ON `people` (`sort_key`,`id`,`folded`);--> statement-breakpoint
ALTER TABLE `unit_periods` ADD `folded` text NOT NULL DEFAULT '';--> statement-breakpoint
UPDATE `unit_periods` SET `folded` = fold(`name`);