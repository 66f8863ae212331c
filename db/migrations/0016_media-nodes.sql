CREATE TABLE `media_node_units` (
	`node_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`node_id`, `unit_id`, `valid_from`),
	FOREIGN KEY (`node_id`) REFERENCES `media_nodes`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "media_node_units_dates" CHECK("media_node_units"."valid_to" IS NULL OR "media_node_units"."valid_to" >= "media_node_units"."valid_from")
) STRICT;
--> statement-breakpoint
CREATE TABLE `media_nodes` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`unit_id` text,
	`parent_id` text,
	`capacity` integer,
	`up_kbps` integer,
	`down_kbps` integer,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	`draining_since` integer,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `media_nodes`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "media_nodes_name" CHECK(length("media_nodes"."id") BETWEEN 1 AND 100 AND "media_nodes"."id" NOT GLOB '*[^A-Za-z0-9_.-]*'),
	CONSTRAINT "media_nodes_not_itself" CHECK("media_nodes"."parent_id" <> "media_nodes"."id"),
	CONSTRAINT "media_nodes_numbers" CHECK(min(coalesce("media_nodes"."capacity", 1), coalesce("media_nodes"."up_kbps", 1), coalesce("media_nodes"."down_kbps", 1)) > 0)
) STRICT;
