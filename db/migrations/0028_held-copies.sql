ALTER TABLE `paper_receipts` ADD `held_since` integer;--> statement-breakpoint
ALTER TABLE `paper_receipts` ADD `held_until` integer;