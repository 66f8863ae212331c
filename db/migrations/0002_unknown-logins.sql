CREATE TABLE `unknown_logins` (
	`bucket` integer PRIMARY KEY NOT NULL,
	`failed_logins` integer NOT NULL,
	`locked_until` integer
) STRICT;
