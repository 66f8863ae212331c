ALTER TABLE `document_versions` ADD `label` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `number` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `issued_on` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `issuer` text;--> statement-breakpoint
ALTER TABLE `documents` ADD `position` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `withdrawn_at` integer;--> statement-breakpoint
ALTER TABLE `documents` ADD `withdraw_reason` text;