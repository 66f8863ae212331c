ALTER TABLE `page_texts` ADD `by_ocr` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `paper_contents` ADD `signatures` text;