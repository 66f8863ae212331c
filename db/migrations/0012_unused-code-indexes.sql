DROP INDEX `site_periods_code`;--> statement-breakpoint
DROP INDEX `unit_periods_code`;