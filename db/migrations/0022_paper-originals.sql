ALTER TABLE `document_versions` ADD `original_sha256` text REFERENCES files(sha256);--> statement-breakpoint
ALTER TABLE `document_versions` ADD `warnings` text DEFAULT '[]' NOT NULL;