CREATE TABLE `media_node_choices` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`node_id` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `participant_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
