CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at INTEGER) STRICT;
INSERT INTO "__drizzle_migrations" VALUES(1,'bde38cc2574fe6b1291c6d9f5928f2f4f82307f28ad8f95d0ccec71fdcd75f7f',1795410938256);
INSERT INTO "__drizzle_migrations" VALUES(2,'2158d5ecd39bf0852b492378a5524c4bb4615cc0069c433b11cb185b6231d5ed',1795564984672);
INSERT INTO "__drizzle_migrations" VALUES(3,'9f7120e0fe8847dfecb9d17ce9dc8fad8d6ac817dc2c186e9fd74922f8f155ce',1795629895585);
INSERT INTO "__drizzle_migrations" VALUES(4,'a30dde5f459d8f5e71f5f97b3c617ab98f083843ba88f407fd06bb254c0a0502',1795640736190);
CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`password_hash` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`is_admin` integer DEFAULT false NOT NULL,
	`failed_logins` integer DEFAULT 0 NOT NULL,
	`locked_until` integer,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounts_one_owner" CHECK(("accounts"."person_id" IS NULL) <> ("accounts"."site_id" IS NULL)),
	CONSTRAINT "accounts_admin" CHECK("accounts"."is_admin" IN (0, 1) AND ("accounts"."is_admin" = 0 OR "accounts"."person_id" IS NOT NULL)),
	CONSTRAINT "accounts_login_lower" CHECK("accounts"."login" = lower("accounts"."login") AND "accounts"."login" <> '')
) STRICT;
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ip` text,
	`user_agent` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `setup_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
) STRICT;
CREATE TABLE `bodies` (
	`id` text PRIMARY KEY NOT NULL,
	`unit_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`seats` integer NOT NULL,
	`rule_set` text NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bodies_kind" CHECK("bodies"."kind" IN ('ubnd', 'hdnd', 'board', 'other')),
	CONSTRAINT "bodies_seats" CHECK("bodies"."seats" > 0)
) STRICT;
INSERT INTO "bodies" VALUES('f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','b79505ec-662d-401b-b425-8fcfe576962c','UBND tỉnh','ubnd',4,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}');
INSERT INTO "bodies" VALUES('36177888-9fbb-4797-8fc1-c9bb6aa39b26','f64fe88f-8a48-46ea-86fc-58d79a94ffc1','UBND tỉnh','ubnd',4,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}');
CREATE TABLE `body_members` (
	`body_id` text NOT NULL,
	`person_id` text NOT NULL,
	`position` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`body_id`, `person_id`, `valid_from`),
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "body_members_dates" CHECK("body_members"."valid_to" IS NULL OR "body_members"."valid_to" >= "body_members"."valid_from")
) STRICT;
INSERT INTO "body_members" VALUES('f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','fab31aa6-5fc9-4a94-bb4d-dbd18148b167','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','e74431ee-8d15-4865-b8ca-b2acfdcf4f94','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','1b163c57-1eac-4f92-bafa-cfe1afcc4dac','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','0886ebde-846a-4888-869d-49099e04394e','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('36177888-9fbb-4797-8fc1-c9bb6aa39b26','2df3f1d9-b636-414d-999b-6fa2db6ba537','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('36177888-9fbb-4797-8fc1-c9bb6aa39b26','feb53761-60dc-453f-8e49-8280b0d2b5f9','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('36177888-9fbb-4797-8fc1-c9bb6aa39b26','ac869109-ea5f-4406-a110-bd5d840edcb6','Ủy viên','2020-01-01',NULL);
INSERT INTO "body_members" VALUES('36177888-9fbb-4797-8fc1-c9bb6aa39b26','205b9c3b-165c-4aef-b8ce-6abc89aa47aa','Ủy viên','2020-01-01',NULL);
CREATE TABLE `document_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`number` integer NOT NULL,
	`sha256` text NOT NULL,
	`file_name` text NOT NULL,
	`pages` integer,
	`uploaded_by` text,
	`uploaded_at` integer NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "document_versions_number" CHECK("document_versions"."number" > 0)
) STRICT;
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`item_id` text,
	`title` text NOT NULL,
	`label` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "documents_label" CHECK("documents"."label" IN ('public', 'internal', 'restricted'))
) STRICT;
CREATE TABLE `files` (
	`sha256` text PRIMARY KEY NOT NULL,
	`size` integer NOT NULL,
	`type` text NOT NULL,
	`stored_at` integer NOT NULL,
	CONSTRAINT "files_sha256" CHECK(length("files"."sha256") = 64)
) STRICT;
INSERT INTO "files" VALUES('abababababababababababababababababababababababababababababababab',9,'application/pdf',1);
CREATE TABLE `journal` (
	`meeting_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`device_id` text,
	`request_id` text,
	`type` text NOT NULL,
	`payload` text NOT NULL,
	`previous_hash` blob NOT NULL,
	`hash` blob NOT NULL,
	PRIMARY KEY(`meeting_id`, `seq`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "journal_seq" CHECK("journal"."seq" > 0),
	CONSTRAINT "journal_hashes" CHECK(length("journal"."previous_hash") = 32 AND length("journal"."hash") = 32)
) STRICT, WITHOUT ROWID;
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',1,1790000001000,'system',NULL,NULL,'meeting-opened','{"plan":{"agenda":[],"areas":[],"body":{"id":"36177888-9fbb-4797-8fc1-c9bb6aa39b26","members":[{"name":"Lê Văn Chủ","personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537"},{"name":"Đại biểu 1","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9"},{"name":"Đại biểu 2","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6"},{"name":"Đại biểu 3","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa"}],"name":"UBND tỉnh","ruleSet":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4},"meetingId":"1fd05096-b9a5-472d-ab1d-76890a5357bd","papers":[],"participants":[{"id":"2df3f1d9-b636-414d-999b-6fa2db6ba537","kind":"person","name":"Lê Văn Chủ","position":"Chủ tịch","roles":["chair"],"siteId":null,"unitCode":"","unitName":""},{"id":"0010ae3e-247e-4f90-b6a7-39b753394d5c","kind":"person","name":"Trần Thị Thư","position":"Thư ký","roles":["secretary"],"siteId":null,"unitCode":"","unitName":""},{"id":"feb53761-60dc-453f-8e49-8280b0d2b5f9","kind":"person","name":"Đại biểu 1","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""},{"id":"ac869109-ea5f-4406-a110-bd5d840edcb6","kind":"person","name":"Đại biểu 2","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""},{"id":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","kind":"person","name":"Đại biểu 3","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""}],"startsAt":1795643066051,"title":"Phiên họp thử"},"type":"meeting-opened"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'2338A21BD9EA9732643198DD87E53CB71BC3DF6B5FD18357BD4CF7DCC5AFFDDE');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',2,1790000002000,'system',NULL,NULL,'device-connected','{"deviceId":"of-2df3f1d9-b636-414d-999b-6fa2db6ba537","participantId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","type":"device-connected"}',X'2338A21BD9EA9732643198DD87E53CB71BC3DF6B5FD18357BD4CF7DCC5AFFDDE',X'DFA8F5FA644FDE3BE61D2E00E8CE49B828DCCDED8377EF0112EE9698D77A412E');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',3,1790000003000,'system',NULL,NULL,'device-connected','{"deviceId":"of-feb53761-60dc-453f-8e49-8280b0d2b5f9","participantId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","type":"device-connected"}',X'DFA8F5FA644FDE3BE61D2E00E8CE49B828DCCDED8377EF0112EE9698D77A412E',X'DEF67F863C2F43827B6FCE719761B484AAC96C6A7BA5D99D97FADFDA973B8290');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',4,1790000004000,'system',NULL,NULL,'device-connected','{"deviceId":"of-ac869109-ea5f-4406-a110-bd5d840edcb6","participantId":"ac869109-ea5f-4406-a110-bd5d840edcb6","type":"device-connected"}',X'DEF67F863C2F43827B6FCE719761B484AAC96C6A7BA5D99D97FADFDA973B8290',X'937661470B3EF451FA1294C22D9A7847D2C8F147F1371CE67350F3CCE2778667');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',5,1790000005000,'system',NULL,NULL,'device-connected','{"deviceId":"of-205b9c3b-165c-4aef-b8ce-6abc89aa47aa","participantId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","type":"device-connected"}',X'937661470B3EF451FA1294C22D9A7847D2C8F147F1371CE67350F3CCE2778667',X'7B413BCACE8C5C8DFE76A56FFE7163B676327001852A1D12B5EE4A34860E1B1B');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',6,1790000006000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-0','meeting-started','{"type":"meeting-started"}',X'7B413BCACE8C5C8DFE76A56FFE7163B676327001852A1D12B5EE4A34860E1B1B',X'7DC5105F23368BD3D9510EA6FFE1DE64161760C03119E7320E6F612C22A88B3B');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',7,1790000007000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-1','vote-opened','{"type":"vote-opened","vote":{"chairId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","entitled":[{"name":"Lê Văn Chủ","personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537"},{"name":"Đại biểu 1","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9"},{"name":"Đại biểu 2","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6"},{"name":"Đại biểu 3","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa"}],"id":"named","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":false,"title":"Biểu quyết named"}}',X'7DC5105F23368BD3D9510EA6FFE1DE64161760C03119E7320E6F612C22A88B3B',X'3D1218B917D0464D9E20EE97EB04286C3C531305516FE804E826DDA63850B259');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',8,1790000008000,'feb53761-60dc-453f-8e49-8280b0d2b5f9','of-feb53761-60dc-453f-8e49-8280b0d2b5f9','feb53761-60dc-453f-8e49-8280b0d2b5f9:request-2','ballot-cast','{"choice":"for","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","type":"ballot-cast","voteId":"named"}',X'3D1218B917D0464D9E20EE97EB04286C3C531305516FE804E826DDA63850B259',X'CAFCB30278090258DF85550869F8404CBF843EB0214460A376E4AC72A7AC3B41');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',9,1790000009000,'ac869109-ea5f-4406-a110-bd5d840edcb6','of-ac869109-ea5f-4406-a110-bd5d840edcb6','ac869109-ea5f-4406-a110-bd5d840edcb6:request-3','ballot-cast','{"choice":"for","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","type":"ballot-cast","voteId":"named"}',X'CAFCB30278090258DF85550869F8404CBF843EB0214460A376E4AC72A7AC3B41',X'1AE7FC463A49A2BBFB4A8F315FB79A73DDF242533E626EA8CD7D1D2DFB678E24');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',10,1790000010000,'205b9c3b-165c-4aef-b8ce-6abc89aa47aa','of-205b9c3b-165c-4aef-b8ce-6abc89aa47aa','205b9c3b-165c-4aef-b8ce-6abc89aa47aa:request-4','ballot-cast','{"choice":"against","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","type":"ballot-cast","voteId":"named"}',X'1AE7FC463A49A2BBFB4A8F315FB79A73DDF242533E626EA8CD7D1D2DFB678E24',X'D4DD35415FE24B9669D287EB2197F943FDB865CE9CB10F999139549EA7D956DE');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',11,1790000011000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-5','vote-closed','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-closed","voteId":"named"}',X'D4DD35415FE24B9669D287EB2197F943FDB865CE9CB10F999139549EA7D956DE',X'8F6D3CA3CFF1437D25F66AE2C58D09E2FA8E8B4FA8DA17A95AC1F8DD22DCD23C');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',12,1790000012000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-6','vote-published','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-published","voteId":"named"}',X'8F6D3CA3CFF1437D25F66AE2C58D09E2FA8E8B4FA8DA17A95AC1F8DD22DCD23C',X'DF2245A1CBA83C597B89ECB4A19212F081144A0C814E7B57D89675B0EDC488AD');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',13,1790000013000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-7','vote-opened','{"type":"vote-opened","vote":{"chairId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","entitled":[{"name":"Lê Văn Chủ","personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537"},{"name":"Đại biểu 1","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9"},{"name":"Đại biểu 2","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6"},{"name":"Đại biểu 3","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa"}],"id":"cancelled","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết cancelled"}}',X'DF2245A1CBA83C597B89ECB4A19212F081144A0C814E7B57D89675B0EDC488AD',X'66716D1E4BA7FF802CE1984ED9CFB2BD852BF956514D2286CA545C664EA6963A');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',14,1790000014000,'feb53761-60dc-453f-8e49-8280b0d2b5f9','of-feb53761-60dc-453f-8e49-8280b0d2b5f9','feb53761-60dc-453f-8e49-8280b0d2b5f9:request-8','ballot-cast','{"choice":null,"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","type":"ballot-cast","voteId":"cancelled"}',X'66716D1E4BA7FF802CE1984ED9CFB2BD852BF956514D2286CA545C664EA6963A',X'377D2190D85E65519B53B6991580ADE3B9C06F194198003848B3052B4CBF3ED7');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',15,1790000015000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-9','vote-cancelled','{"reason":"Sai nội dung","type":"vote-cancelled","voteId":"cancelled"}',X'377D2190D85E65519B53B6991580ADE3B9C06F194198003848B3052B4CBF3ED7',X'2CD069F3A767F980DB657104E1CAE1CBDC69790B1A9BD546895381222E08222B');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',16,1790000016000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-10','vote-opened','{"type":"vote-opened","vote":{"chairId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","entitled":[{"name":"Lê Văn Chủ","personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537"},{"name":"Đại biểu 1","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9"},{"name":"Đại biểu 2","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6"},{"name":"Đại biểu 3","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa"}],"id":"secret-1","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết secret-1"}}',X'2CD069F3A767F980DB657104E1CAE1CBDC69790B1A9BD546895381222E08222B',X'378A7EB811D9BF7648CD2848A1777F1FA87EF979836A3B6306553F9B65B2011C');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',17,1790000017000,'feb53761-60dc-453f-8e49-8280b0d2b5f9','of-feb53761-60dc-453f-8e49-8280b0d2b5f9','feb53761-60dc-453f-8e49-8280b0d2b5f9:request-11','ballot-cast','{"choice":null,"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","type":"ballot-cast","voteId":"secret-1"}',X'378A7EB811D9BF7648CD2848A1777F1FA87EF979836A3B6306553F9B65B2011C',X'FEA8C5B2EC28F777B376BA3555DA6BE06E2558BEBC9EFBCCFAEA026903A6E5FF');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',18,1790000018000,'ac869109-ea5f-4406-a110-bd5d840edcb6','of-ac869109-ea5f-4406-a110-bd5d840edcb6','ac869109-ea5f-4406-a110-bd5d840edcb6:request-12','ballot-cast','{"choice":null,"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","type":"ballot-cast","voteId":"secret-1"}',X'FEA8C5B2EC28F777B376BA3555DA6BE06E2558BEBC9EFBCCFAEA026903A6E5FF',X'0D7F16CDE70152D30125DE5ED706BAC13CF0DA40F9DA0C22549073299C74F8E3');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',19,1790000019000,'205b9c3b-165c-4aef-b8ce-6abc89aa47aa','of-205b9c3b-165c-4aef-b8ce-6abc89aa47aa','205b9c3b-165c-4aef-b8ce-6abc89aa47aa:request-13','ballot-cast','{"choice":null,"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","type":"ballot-cast","voteId":"secret-1"}',X'0D7F16CDE70152D30125DE5ED706BAC13CF0DA40F9DA0C22549073299C74F8E3',X'28CFD9312F1CA550F14C4FC70CDE5D110FB2FCC4FC5EE0026D7FDB08C9ED96FF');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',20,1790000020000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-14','vote-closed','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-closed","voteId":"secret-1"}',X'28CFD9312F1CA550F14C4FC70CDE5D110FB2FCC4FC5EE0026D7FDB08C9ED96FF',X'5A90498A7D73539C03EA806228BA8B8D31F2F3D0AF0B25F0245315BCCC67E9B2');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',21,1790000021000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-15','vote-opened','{"type":"vote-opened","vote":{"chairId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","entitled":[{"name":"Lê Văn Chủ","personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537"},{"name":"Đại biểu 1","personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9"},{"name":"Đại biểu 2","personId":"ac869109-ea5f-4406-a110-bd5d840edcb6"},{"name":"Đại biểu 3","personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa"}],"id":"secret-2","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết secret-2"}}',X'5A90498A7D73539C03EA806228BA8B8D31F2F3D0AF0B25F0245315BCCC67E9B2',X'3D27C07F60D3D45C4948DB6F7988916D5AF49CD44ADDF2314A1026B7DCE6F4AB');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',22,1790000022000,'feb53761-60dc-453f-8e49-8280b0d2b5f9','of-feb53761-60dc-453f-8e49-8280b0d2b5f9','feb53761-60dc-453f-8e49-8280b0d2b5f9:request-16','ballot-cast','{"choice":null,"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","type":"ballot-cast","voteId":"secret-2"}',X'3D27C07F60D3D45C4948DB6F7988916D5AF49CD44ADDF2314A1026B7DCE6F4AB',X'BA9FD7991FA5C2AA2DA647A01A7AA3EF2B8235816F9122C7EAFFD8B9732FF241');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',23,1790000023000,'ac869109-ea5f-4406-a110-bd5d840edcb6','of-ac869109-ea5f-4406-a110-bd5d840edcb6','ac869109-ea5f-4406-a110-bd5d840edcb6:request-17','ballot-cast','{"choice":null,"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","type":"ballot-cast","voteId":"secret-2"}',X'BA9FD7991FA5C2AA2DA647A01A7AA3EF2B8235816F9122C7EAFFD8B9732FF241',X'BC9B8CD3D1FBE9A899D0E53943A1EA6D9ECB2FDDD053FD4022398E041DC2F5CB');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',24,1790000024000,'205b9c3b-165c-4aef-b8ce-6abc89aa47aa','of-205b9c3b-165c-4aef-b8ce-6abc89aa47aa','205b9c3b-165c-4aef-b8ce-6abc89aa47aa:request-18','ballot-cast','{"choice":null,"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","type":"ballot-cast","voteId":"secret-2"}',X'BC9B8CD3D1FBE9A899D0E53943A1EA6D9ECB2FDDD053FD4022398E041DC2F5CB',X'D003E81E7D027FFE99D1189B607C800FA779E108A401551A27575ED2315B83FF');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',25,1790000025000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-19','ballot-cast','{"choice":null,"personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","type":"ballot-cast","voteId":"secret-2"}',X'D003E81E7D027FFE99D1189B607C800FA779E108A401551A27575ED2315B83FF',X'C958F0111014D65095E11C5E23C8CE127C658B32FCDEC2CFCF863282D7F2F51B');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',26,1790000026000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-20','vote-closed','{"result":{"abstain":0,"against":2,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":0,"passed":false,"present":4,"returned":4,"tieDecidedBy":"fails","valid":4},"type":"vote-closed","voteId":"secret-2"}',X'C958F0111014D65095E11C5E23C8CE127C658B32FCDEC2CFCF863282D7F2F51B',X'4F16ACBC9EE3875378DC76D6583C2F9B7A707599E97057BA8439BCB8681D747C');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',27,1790000027000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-21','vote-published','{"result":{"abstain":0,"against":2,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":0,"passed":false,"present":4,"returned":4,"tieDecidedBy":"fails","valid":4},"type":"vote-published","voteId":"secret-2"}',X'4F16ACBC9EE3875378DC76D6583C2F9B7A707599E97057BA8439BCB8681D747C',X'39EBD23B358E4EBB80137439398F9E1797337816557803DB0D87E6D823F6632E');
INSERT INTO "journal" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd',28,1790000028000,'2df3f1d9-b636-414d-999b-6fa2db6ba537','of-2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537:request-22','meeting-ended','{"type":"meeting-ended"}',X'39EBD23B358E4EBB80137439398F9E1797337816557803DB0D87E6D823F6632E',X'5BCD8A3CC25A744D5889605470F148E257BE0B30D809C170CB4E5FEF3027DE62');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',1,1790000001000,'system',NULL,NULL,'meeting-opened','{"plan":{"agenda":[],"areas":[],"body":{"id":"f5a38d6c-e853-4bb6-98bf-33bbc1b87b82","members":[{"name":"Lê Văn Chủ","personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167"},{"name":"Đại biểu 1","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94"},{"name":"Đại biểu 2","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac"},{"name":"Đại biểu 3","personId":"0886ebde-846a-4888-869d-49099e04394e"}],"name":"UBND tỉnh","ruleSet":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4},"meetingId":"84e7791c-b350-4ae2-a8f4-6658a4ae6a40","papers":[],"participants":[{"id":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","kind":"person","name":"Lê Văn Chủ","position":"Chủ tịch","roles":["chair"],"siteId":null,"unitCode":"","unitName":""},{"id":"b5879f85-9379-436b-8429-c3604879084f","kind":"person","name":"Trần Thị Thư","position":"Thư ký","roles":["secretary"],"siteId":null,"unitCode":"","unitName":""},{"id":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","kind":"person","name":"Đại biểu 1","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""},{"id":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","kind":"person","name":"Đại biểu 2","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""},{"id":"0886ebde-846a-4888-869d-49099e04394e","kind":"person","name":"Đại biểu 3","position":"Giám đốc sở","roles":["delegate"],"siteId":null,"unitCode":"","unitName":""}],"startsAt":1795643065201,"title":"Phiên họp thử"},"type":"meeting-opened"}',X'0000000000000000000000000000000000000000000000000000000000000000',X'A37D1036FA30A40891CCF71AD45D9B0107885746F3156D199D3A7794F551AA99');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',2,1790000002000,'system',NULL,NULL,'device-connected','{"deviceId":"of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167","participantId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","type":"device-connected"}',X'A37D1036FA30A40891CCF71AD45D9B0107885746F3156D199D3A7794F551AA99',X'E01FFC3BB44B887C98D2A076014C447AADA3170DFA6EA61D7A60043FF77AB5BE');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',3,1790000003000,'system',NULL,NULL,'device-connected','{"deviceId":"of-e74431ee-8d15-4865-b8ca-b2acfdcf4f94","participantId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","type":"device-connected"}',X'E01FFC3BB44B887C98D2A076014C447AADA3170DFA6EA61D7A60043FF77AB5BE',X'7A408E45AFAE29D310099A9A747146E35F126DC27EFCA079F3437AD4FA7621F8');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',4,1790000004000,'system',NULL,NULL,'device-connected','{"deviceId":"of-1b163c57-1eac-4f92-bafa-cfe1afcc4dac","participantId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","type":"device-connected"}',X'7A408E45AFAE29D310099A9A747146E35F126DC27EFCA079F3437AD4FA7621F8',X'B7E2003BAFB4E92B0F4D4AA1BBAC1CB468C0B0BCBE23C77A62C82846024A0A2E');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',5,1790000005000,'system',NULL,NULL,'device-connected','{"deviceId":"of-0886ebde-846a-4888-869d-49099e04394e","participantId":"0886ebde-846a-4888-869d-49099e04394e","type":"device-connected"}',X'B7E2003BAFB4E92B0F4D4AA1BBAC1CB468C0B0BCBE23C77A62C82846024A0A2E',X'331239E13762CAA650BB8ED8535F08D0C0C3E3BA854CC18C354C5DE836490CB2');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',6,1790000006000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-0','meeting-started','{"type":"meeting-started"}',X'331239E13762CAA650BB8ED8535F08D0C0C3E3BA854CC18C354C5DE836490CB2',X'862C60838C5D5A58CA1FD9D59E5DCE0E31FC50C7D7F79B27CA39CAD39636EEF9');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',7,1790000007000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-1','vote-opened','{"type":"vote-opened","vote":{"chairId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","entitled":[{"name":"Lê Văn Chủ","personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167"},{"name":"Đại biểu 1","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94"},{"name":"Đại biểu 2","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac"},{"name":"Đại biểu 3","personId":"0886ebde-846a-4888-869d-49099e04394e"}],"id":"named","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":false,"title":"Biểu quyết named"}}',X'862C60838C5D5A58CA1FD9D59E5DCE0E31FC50C7D7F79B27CA39CAD39636EEF9',X'3B8CAA4A5D50C128FF7FB7EC7ADF26E22CDEEA553768774546B06203CE1C8FF3');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',8,1790000008000,'e74431ee-8d15-4865-b8ca-b2acfdcf4f94','of-e74431ee-8d15-4865-b8ca-b2acfdcf4f94','e74431ee-8d15-4865-b8ca-b2acfdcf4f94:request-2','ballot-cast','{"choice":"for","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","type":"ballot-cast","voteId":"named"}',X'3B8CAA4A5D50C128FF7FB7EC7ADF26E22CDEEA553768774546B06203CE1C8FF3',X'60AEFCC8CD0E6D27E0F46B52DD8816BDC5A02084DC3216CB9B4B38C235BF3F0F');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',9,1790000009000,'1b163c57-1eac-4f92-bafa-cfe1afcc4dac','of-1b163c57-1eac-4f92-bafa-cfe1afcc4dac','1b163c57-1eac-4f92-bafa-cfe1afcc4dac:request-3','ballot-cast','{"choice":"for","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","type":"ballot-cast","voteId":"named"}',X'60AEFCC8CD0E6D27E0F46B52DD8816BDC5A02084DC3216CB9B4B38C235BF3F0F',X'94F3D31E7244B5C506562B79B9EF642F839E1D17A3E95EF7E33793899CBA5E0B');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',10,1790000010000,'0886ebde-846a-4888-869d-49099e04394e','of-0886ebde-846a-4888-869d-49099e04394e','0886ebde-846a-4888-869d-49099e04394e:request-4','ballot-cast','{"choice":"against","personId":"0886ebde-846a-4888-869d-49099e04394e","type":"ballot-cast","voteId":"named"}',X'94F3D31E7244B5C506562B79B9EF642F839E1D17A3E95EF7E33793899CBA5E0B',X'62DC633261D1E16E319EBF41C1ADB7C6262BD9C5DC42719196A4C961D19B044F');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',11,1790000011000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-5','vote-closed','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-closed","voteId":"named"}',X'62DC633261D1E16E319EBF41C1ADB7C6262BD9C5DC42719196A4C961D19B044F',X'8492C9A58CB265B373DB8EC8BC74578CFFEA3563CBEC8B516024FEA8D23E58F8');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',12,1790000012000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-6','vote-published','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-published","voteId":"named"}',X'8492C9A58CB265B373DB8EC8BC74578CFFEA3563CBEC8B516024FEA8D23E58F8',X'54589916750C698DD94311D1BA682BDFFAB648CE4DE08775232072867A17A78D');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',13,1790000013000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-7','vote-opened','{"type":"vote-opened","vote":{"chairId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","entitled":[{"name":"Lê Văn Chủ","personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167"},{"name":"Đại biểu 1","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94"},{"name":"Đại biểu 2","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac"},{"name":"Đại biểu 3","personId":"0886ebde-846a-4888-869d-49099e04394e"}],"id":"cancelled","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết cancelled"}}',X'54589916750C698DD94311D1BA682BDFFAB648CE4DE08775232072867A17A78D',X'66E9D3423D8B68D3A46F6F514089446481138397FEACB2945A9AE847AAF4099E');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',14,1790000014000,'e74431ee-8d15-4865-b8ca-b2acfdcf4f94','of-e74431ee-8d15-4865-b8ca-b2acfdcf4f94','e74431ee-8d15-4865-b8ca-b2acfdcf4f94:request-8','ballot-cast','{"choice":null,"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","type":"ballot-cast","voteId":"cancelled"}',X'66E9D3423D8B68D3A46F6F514089446481138397FEACB2945A9AE847AAF4099E',X'96E50DFBB0C36515C1E666C89E3AC3890E9295182302BE92A44058C2C1D7CDE7');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',15,1790000015000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-9','vote-cancelled','{"reason":"Sai nội dung","type":"vote-cancelled","voteId":"cancelled"}',X'96E50DFBB0C36515C1E666C89E3AC3890E9295182302BE92A44058C2C1D7CDE7',X'347C385C11BEA8F3828A721D44261285321BD57839F7AEF873E546374AB6C073');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',16,1790000016000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-10','vote-opened','{"type":"vote-opened","vote":{"chairId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","entitled":[{"name":"Lê Văn Chủ","personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167"},{"name":"Đại biểu 1","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94"},{"name":"Đại biểu 2","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac"},{"name":"Đại biểu 3","personId":"0886ebde-846a-4888-869d-49099e04394e"}],"id":"secret-1","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết secret-1"}}',X'347C385C11BEA8F3828A721D44261285321BD57839F7AEF873E546374AB6C073',X'BF1E16F33629B686F23CC2879AF4AB78E825B224BFFF922CAB302FEEF4AFF800');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',17,1790000017000,'e74431ee-8d15-4865-b8ca-b2acfdcf4f94','of-e74431ee-8d15-4865-b8ca-b2acfdcf4f94','e74431ee-8d15-4865-b8ca-b2acfdcf4f94:request-11','ballot-cast','{"choice":null,"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","type":"ballot-cast","voteId":"secret-1"}',X'BF1E16F33629B686F23CC2879AF4AB78E825B224BFFF922CAB302FEEF4AFF800',X'6E76EF4403823029618DCFD4EC393C3A5046C7893B8CC5CC2D3F0E7571C737A1');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',18,1790000018000,'1b163c57-1eac-4f92-bafa-cfe1afcc4dac','of-1b163c57-1eac-4f92-bafa-cfe1afcc4dac','1b163c57-1eac-4f92-bafa-cfe1afcc4dac:request-12','ballot-cast','{"choice":null,"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","type":"ballot-cast","voteId":"secret-1"}',X'6E76EF4403823029618DCFD4EC393C3A5046C7893B8CC5CC2D3F0E7571C737A1',X'33F4EB3368599B97EB05149DC394B734432141A333CC2B05F5282A28D1D728C6');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',19,1790000019000,'0886ebde-846a-4888-869d-49099e04394e','of-0886ebde-846a-4888-869d-49099e04394e','0886ebde-846a-4888-869d-49099e04394e:request-13','ballot-cast','{"choice":null,"personId":"0886ebde-846a-4888-869d-49099e04394e","type":"ballot-cast","voteId":"secret-1"}',X'33F4EB3368599B97EB05149DC394B734432141A333CC2B05F5282A28D1D728C6',X'ABBFD0BFE5AFF9761EEAB351B5767C2ACD01D9CEA1CA5B6464D76B1A59D733CF');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',20,1790000020000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-14','vote-closed','{"result":{"abstain":0,"against":1,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":1,"passed":false,"present":4,"returned":3,"tieDecidedBy":null,"valid":3},"type":"vote-closed","voteId":"secret-1"}',X'ABBFD0BFE5AFF9761EEAB351B5767C2ACD01D9CEA1CA5B6464D76B1A59D733CF',X'9BB67564C17E5E1C89D3B125502515D9FF75B9DEE349B9DDE70E6C257AB36CC1');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',21,1790000021000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-15','vote-opened','{"type":"vote-opened","vote":{"chairId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","entitled":[{"name":"Lê Văn Chủ","personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167"},{"name":"Đại biểu 1","personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94"},{"name":"Đại biểu 2","personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac"},{"name":"Đại biểu 3","personId":"0886ebde-846a-4888-869d-49099e04394e"}],"id":"secret-2","itemId":null,"repeats":null,"rule":{"base":"all","comparison":">","fraction":{"denominator":2,"numerator":1},"mayChangeBallot":false,"quorum":{"base":"all","fraction":{"denominator":3,"numerator":2}},"substituteMayVote":false,"tie":"chair"},"seats":4,"secret":true,"title":"Biểu quyết secret-2"}}',X'9BB67564C17E5E1C89D3B125502515D9FF75B9DEE349B9DDE70E6C257AB36CC1',X'431EDADA241A52CFC91086C5154D29B605D78B740FC5ECD99D1085510401DBBB');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',22,1790000022000,'e74431ee-8d15-4865-b8ca-b2acfdcf4f94','of-e74431ee-8d15-4865-b8ca-b2acfdcf4f94','e74431ee-8d15-4865-b8ca-b2acfdcf4f94:request-16','ballot-cast','{"choice":null,"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","type":"ballot-cast","voteId":"secret-2"}',X'431EDADA241A52CFC91086C5154D29B605D78B740FC5ECD99D1085510401DBBB',X'C3657BF3CD1DF211FFBBF8D69D5C6B21E9CCABAB44D4E88EAE97B8D66365F44A');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',23,1790000023000,'1b163c57-1eac-4f92-bafa-cfe1afcc4dac','of-1b163c57-1eac-4f92-bafa-cfe1afcc4dac','1b163c57-1eac-4f92-bafa-cfe1afcc4dac:request-17','ballot-cast','{"choice":null,"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","type":"ballot-cast","voteId":"secret-2"}',X'C3657BF3CD1DF211FFBBF8D69D5C6B21E9CCABAB44D4E88EAE97B8D66365F44A',X'CC4EFC27C8D9EE8E90B6E4978E67D0DCBBEAFBD8A6600FCE68A9B934A7D70D00');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',24,1790000024000,'0886ebde-846a-4888-869d-49099e04394e','of-0886ebde-846a-4888-869d-49099e04394e','0886ebde-846a-4888-869d-49099e04394e:request-18','ballot-cast','{"choice":null,"personId":"0886ebde-846a-4888-869d-49099e04394e","type":"ballot-cast","voteId":"secret-2"}',X'CC4EFC27C8D9EE8E90B6E4978E67D0DCBBEAFBD8A6600FCE68A9B934A7D70D00',X'C34784D52B7F537F1C8AAE1DA2F7B28DBC61804CC74E4B7A55C7C54F5DC53E9E');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',25,1790000025000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-19','ballot-cast','{"choice":null,"personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","type":"ballot-cast","voteId":"secret-2"}',X'C34784D52B7F537F1C8AAE1DA2F7B28DBC61804CC74E4B7A55C7C54F5DC53E9E',X'CA2E49146C23F845CBBB53963FDA285FE591BA758E546C3888A2690781733A0C');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',26,1790000026000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-20','vote-closed','{"result":{"abstain":0,"against":2,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":0,"passed":false,"present":4,"returned":4,"tieDecidedBy":"fails","valid":4},"type":"vote-closed","voteId":"secret-2"}',X'CA2E49146C23F845CBBB53963FDA285FE591BA758E546C3888A2690781733A0C',X'243476CA2A992EC56D9808F4D86A208DAD7CD01AF0F36F00C3251F4F1C57488F');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',27,1790000027000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-21','vote-published','{"result":{"abstain":0,"against":2,"base":4,"entitled":4,"for":2,"invalid":0,"issued":4,"notVoted":0,"passed":false,"present":4,"returned":4,"tieDecidedBy":"fails","valid":4},"type":"vote-published","voteId":"secret-2"}',X'243476CA2A992EC56D9808F4D86A208DAD7CD01AF0F36F00C3251F4F1C57488F',X'1EB52299BE12FE45069C07330C9ACF63669F82464975F4A5E2BDD9985F1D5F64');
INSERT INTO "journal" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40',28,1790000028000,'fab31aa6-5fc9-4a94-bb4d-dbd18148b167','of-fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167:request-22','meeting-ended','{"type":"meeting-ended"}',X'1EB52299BE12FE45069C07330C9ACF63669F82464975F4A5E2BDD9985F1D5F64',X'4CD99BD3CD31BC57C4F8DEA133392C350C963DA98C3684412BFDA78108A7C32C');
CREATE TABLE `agenda_items` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`parent_id` text,
	`position` integer NOT NULL,
	`title` text NOT NULL,
	`planned_minutes` integer,
	`presenter_id` text,
	`access` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "agenda_items_access" CHECK("agenda_items"."access" IN ('open', 'restricted', 'closed')),
	CONSTRAINT "agenda_items_position" CHECK("agenda_items"."position" >= 0),
	CONSTRAINT "agenda_items_planned_minutes" CHECK("agenda_items"."planned_minutes" IS NULL OR "agenda_items"."planned_minutes" > 0)
) STRICT;
CREATE TABLE `meeting_participants` (
	`meeting_id` text NOT NULL,
	`participant_id` text NOT NULL,
	`person_id` text,
	`site_id` text,
	`roles` text NOT NULL,
	`seat_site_id` text,
	PRIMARY KEY(`meeting_id`, `participant_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`seat_site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meeting_participants_one" CHECK(("meeting_participants"."person_id" IS NULL) <> ("meeting_participants"."site_id" IS NULL)),
	CONSTRAINT "meeting_participants_id" CHECK("meeting_participants"."participant_id" = coalesce("meeting_participants"."person_id", "meeting_participants"."site_id")),
	CONSTRAINT "meeting_participants_seat" CHECK("meeting_participants"."seat_site_id" IS NULL OR "meeting_participants"."person_id" IS NOT NULL)
) STRICT;
INSERT INTO "meeting_participants" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','fab31aa6-5fc9-4a94-bb4d-dbd18148b167','fab31aa6-5fc9-4a94-bb4d-dbd18148b167',NULL,'["chair"]',NULL);
INSERT INTO "meeting_participants" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','b5879f85-9379-436b-8429-c3604879084f','b5879f85-9379-436b-8429-c3604879084f',NULL,'["secretary"]',NULL);
INSERT INTO "meeting_participants" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','e74431ee-8d15-4865-b8ca-b2acfdcf4f94','e74431ee-8d15-4865-b8ca-b2acfdcf4f94',NULL,'["delegate"]',NULL);
INSERT INTO "meeting_participants" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','1b163c57-1eac-4f92-bafa-cfe1afcc4dac','1b163c57-1eac-4f92-bafa-cfe1afcc4dac',NULL,'["delegate"]',NULL);
INSERT INTO "meeting_participants" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','0886ebde-846a-4888-869d-49099e04394e','0886ebde-846a-4888-869d-49099e04394e',NULL,'["delegate"]',NULL);
INSERT INTO "meeting_participants" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','2df3f1d9-b636-414d-999b-6fa2db6ba537','2df3f1d9-b636-414d-999b-6fa2db6ba537',NULL,'["chair"]',NULL);
INSERT INTO "meeting_participants" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','0010ae3e-247e-4f90-b6a7-39b753394d5c','0010ae3e-247e-4f90-b6a7-39b753394d5c',NULL,'["secretary"]',NULL);
INSERT INTO "meeting_participants" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','feb53761-60dc-453f-8e49-8280b0d2b5f9','feb53761-60dc-453f-8e49-8280b0d2b5f9',NULL,'["delegate"]',NULL);
INSERT INTO "meeting_participants" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','ac869109-ea5f-4406-a110-bd5d840edcb6','ac869109-ea5f-4406-a110-bd5d840edcb6',NULL,'["delegate"]',NULL);
INSERT INTO "meeting_participants" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','205b9c3b-165c-4aef-b8ce-6abc89aa47aa','205b9c3b-165c-4aef-b8ce-6abc89aa47aa',NULL,'["delegate"]',NULL);
CREATE TABLE `meeting_units` (
	`meeting_id` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `unit_id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`starts_at` integer NOT NULL,
	`planned_minutes` integer NOT NULL,
	`body_id` text,
	`status` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`body_id`) REFERENCES `bodies`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "meetings_status" CHECK("meetings"."status" IN ('draft', 'approved', 'invited', 'rehearsal', 'live', 'ended', 'minutes-approved', 'archived')),
	CONSTRAINT "meetings_planned_minutes" CHECK("meetings"."planned_minutes" > 0)
) STRICT;
INSERT INTO "meetings" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','Phiên họp thử',1795643065201,60,'f5a38d6c-e853-4bb6-98bf-33bbc1b87b82','ended','b5879f85-9379-436b-8429-c3604879084f',1795643065201,1790000028000);
INSERT INTO "meetings" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','Phiên họp thử',1795643066051,60,'36177888-9fbb-4797-8fc1-c9bb6aa39b26','ended','0010ae3e-247e-4f90-b6a7-39b753394d5c',1795643066051,1790000028000);
CREATE TABLE `memberships` (
	`person_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`title` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`person_id`, `unit_id`, `valid_from`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "memberships_dates" CHECK("memberships"."valid_to" IS NULL OR "memberships"."valid_to" >= "memberships"."valid_from")
) STRICT;
INSERT INTO "memberships" VALUES('1105c382-9187-406e-8fbb-9ffaaf15de1d','a4f3cf61-96f4-4412-9a5b-459815bb5cb4','Chủ tịch UBND tỉnh','2020-01-01',NULL);
INSERT INTO "memberships" VALUES('e905c3d4-b298-471f-8772-243e0122de44','42f93775-5fd8-4bd0-8ae1-aa4d7bb3e755','Chủ tịch UBND xã','2020-01-01',NULL);
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`position` text NOT NULL,
	`email` text
) STRICT;
INSERT INTO "people" VALUES('1105c382-9187-406e-8fbb-9ffaaf15de1d','Lê Quang Hòa','Chủ tịch UBND tỉnh',NULL);
INSERT INTO "people" VALUES('e905c3d4-b298-471f-8772-243e0122de44','Bùi Thị Lan','Chủ tịch UBND xã',NULL);
INSERT INTO "people" VALUES('fab31aa6-5fc9-4a94-bb4d-dbd18148b167','Lê Văn Chủ','Chủ tịch',NULL);
INSERT INTO "people" VALUES('b5879f85-9379-436b-8429-c3604879084f','Trần Thị Thư','Thư ký',NULL);
INSERT INTO "people" VALUES('e74431ee-8d15-4865-b8ca-b2acfdcf4f94','Đại biểu 1','Giám đốc sở',NULL);
INSERT INTO "people" VALUES('1b163c57-1eac-4f92-bafa-cfe1afcc4dac','Đại biểu 2','Giám đốc sở',NULL);
INSERT INTO "people" VALUES('0886ebde-846a-4888-869d-49099e04394e','Đại biểu 3','Giám đốc sở',NULL);
INSERT INTO "people" VALUES('2df3f1d9-b636-414d-999b-6fa2db6ba537','Lê Văn Chủ','Chủ tịch',NULL);
INSERT INTO "people" VALUES('0010ae3e-247e-4f90-b6a7-39b753394d5c','Trần Thị Thư','Thư ký',NULL);
INSERT INTO "people" VALUES('feb53761-60dc-453f-8e49-8280b0d2b5f9','Đại biểu 1','Giám đốc sở',NULL);
INSERT INTO "people" VALUES('ac869109-ea5f-4406-a110-bd5d840edcb6','Đại biểu 2','Giám đốc sở',NULL);
INSERT INTO "people" VALUES('205b9c3b-165c-4aef-b8ce-6abc89aa47aa','Đại biểu 3','Giám đốc sở',NULL);
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`account_id` text,
	`ip` text,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`detail` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `minutes` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`sha256` text NOT NULL,
	`drawn_at` integer NOT NULL,
	`journal_seq` integer NOT NULL,
	`content_sha256` text NOT NULL,
	`status` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sha256`) REFERENCES `files`(`sha256`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "minutes_status" CHECK("minutes"."status" IN ('draft', 'approved', 'superseded'))
) STRICT;
INSERT INTO "minutes" VALUES('258d0025-8c2c-4492-9964-a7b9c3cc249e','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','abababababababababababababababababababababababababababababababab',1,20,'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','draft');
CREATE TABLE `ballots` (
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`person_id` text NOT NULL,
	`choice` text NOT NULL,
	PRIMARY KEY(`meeting_id`, `vote_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
INSERT INTO "ballots" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','e74431ee-8d15-4865-b8ca-b2acfdcf4f94','for');
INSERT INTO "ballots" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','1b163c57-1eac-4f92-bafa-cfe1afcc4dac','for');
INSERT INTO "ballots" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','0886ebde-846a-4888-869d-49099e04394e','against');
INSERT INTO "ballots" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','feb53761-60dc-453f-8e49-8280b0d2b5f9','for');
INSERT INTO "ballots" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','ac869109-ea5f-4406-a110-bd5d840edcb6','for');
INSERT INTO "ballots" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','205b9c3b-165c-4aef-b8ce-6abc89aa47aa','against');
CREATE TABLE `urn` (
	`key` blob PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`choice` text NOT NULL,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "urn_key" CHECK(length("urn"."key") = 16)
) STRICT, WITHOUT ROWID;
INSERT INTO "urn" VALUES(X'109ACAB36EC85D201C2EF872B225B30E','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','against');
INSERT INTO "urn" VALUES(X'1100DECCEF37CA33EADE13F01E7040E3','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','for');
INSERT INTO "urn" VALUES(X'1CB6F813EA1BDD8329B2D047310FF114','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','for');
INSERT INTO "urn" VALUES(X'2FDB5EE94D89CD7CE30865A674FCB79B','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','for');
INSERT INTO "urn" VALUES(X'356D8AF3B8C02C220DA0FFD6AA999F15','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','against');
INSERT INTO "urn" VALUES(X'3E31DCDFA886E0D27088FF00F52DBC17','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','cancelled','for');
INSERT INTO "urn" VALUES(X'731DF8FA6557F6EF25B9D4A7B3010613','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','for');
INSERT INTO "urn" VALUES(X'8996EB1ED4D1C15EE5A70E8E536A35DE','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','against');
INSERT INTO "urn" VALUES(X'916E0E762E4C6D73D2D531B16E53D488','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','against');
INSERT INTO "urn" VALUES(X'94A6B724D551F3B535809FFA79D57F26','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','for');
INSERT INTO "urn" VALUES(X'9873D70F834D9FEA5BBA0E20A382641E','1fd05096-b9a5-472d-ab1d-76890a5357bd','cancelled','for');
INSERT INTO "urn" VALUES(X'9BED2F766742411F455DB8BD385F5D1A','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','for');
INSERT INTO "urn" VALUES(X'A83194782614FDE729EA8197B8BB624F','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','against');
INSERT INTO "urn" VALUES(X'CA3D37ED52946D674380EA6D6E44DC6B','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','for');
INSERT INTO "urn" VALUES(X'EE7484C5AE69E4FA5F9E48CF542EB9E4','1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','for');
INSERT INTO "urn" VALUES(X'EF964C61F88800ADE9E9494C00D8C378','84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','against');
CREATE TABLE `vote_participation` (
	`meeting_id` text NOT NULL,
	`vote_id` text NOT NULL,
	`person_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`meeting_id`, `vote_id`, `person_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`meeting_id`,`vote_id`) REFERENCES `votes`(`meeting_id`,`id`) ON UPDATE no action ON DELETE no action
) STRICT;
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','e74431ee-8d15-4865-b8ca-b2acfdcf4f94',1790000008000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','1b163c57-1eac-4f92-bafa-cfe1afcc4dac',1790000009000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','named','0886ebde-846a-4888-869d-49099e04394e',1790000010000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','cancelled','e74431ee-8d15-4865-b8ca-b2acfdcf4f94',1790000014000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','e74431ee-8d15-4865-b8ca-b2acfdcf4f94',1790000017000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','1b163c57-1eac-4f92-bafa-cfe1afcc4dac',1790000018000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-1','0886ebde-846a-4888-869d-49099e04394e',1790000019000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','e74431ee-8d15-4865-b8ca-b2acfdcf4f94',1790000022000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','1b163c57-1eac-4f92-bafa-cfe1afcc4dac',1790000023000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','0886ebde-846a-4888-869d-49099e04394e',1790000024000);
INSERT INTO "vote_participation" VALUES('84e7791c-b350-4ae2-a8f4-6658a4ae6a40','secret-2','fab31aa6-5fc9-4a94-bb4d-dbd18148b167',1790000025000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','feb53761-60dc-453f-8e49-8280b0d2b5f9',1790000008000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','ac869109-ea5f-4406-a110-bd5d840edcb6',1790000009000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','named','205b9c3b-165c-4aef-b8ce-6abc89aa47aa',1790000010000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','cancelled','feb53761-60dc-453f-8e49-8280b0d2b5f9',1790000014000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','feb53761-60dc-453f-8e49-8280b0d2b5f9',1790000017000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','ac869109-ea5f-4406-a110-bd5d840edcb6',1790000018000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-1','205b9c3b-165c-4aef-b8ce-6abc89aa47aa',1790000019000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','feb53761-60dc-453f-8e49-8280b0d2b5f9',1790000022000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','ac869109-ea5f-4406-a110-bd5d840edcb6',1790000023000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','205b9c3b-165c-4aef-b8ce-6abc89aa47aa',1790000024000);
INSERT INTO "vote_participation" VALUES('1fd05096-b9a5-472d-ab1d-76890a5357bd','secret-2','2df3f1d9-b636-414d-999b-6fa2db6ba537',1790000025000);
CREATE TABLE `votes` (
	`id` text NOT NULL,
	`meeting_id` text NOT NULL,
	`item_id` text,
	`title` text NOT NULL,
	`secret` integer NOT NULL,
	`rule` text NOT NULL,
	`entitled` text NOT NULL,
	`opened_at` integer NOT NULL,
	`closed_at` integer,
	`published_at` integer,
	`cancelled_reason` text,
	`result` text,
	PRIMARY KEY(`meeting_id`, `id`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`item_id`) REFERENCES `agenda_items`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "votes_secret" CHECK("votes"."secret" IN (0, 1)),
	CONSTRAINT "votes_order" CHECK("votes"."published_at" IS NULL OR "votes"."closed_at" IS NOT NULL)
) STRICT;
INSERT INTO "votes" VALUES('named','84e7791c-b350-4ae2-a8f4-6658a4ae6a40',NULL,'Biểu quyết named',0,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","name":"Lê Văn Chủ"},{"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","name":"Đại biểu 1"},{"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","name":"Đại biểu 2"},{"personId":"0886ebde-846a-4888-869d-49099e04394e","name":"Đại biểu 3"}]',1790000007000,1790000011000,1790000012000,NULL,'{"entitled":4,"present":4,"issued":4,"returned":3,"valid":3,"invalid":0,"for":2,"against":1,"abstain":0,"notVoted":1,"base":4,"passed":false,"tieDecidedBy":null}');
INSERT INTO "votes" VALUES('cancelled','84e7791c-b350-4ae2-a8f4-6658a4ae6a40',NULL,'Biểu quyết cancelled',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","name":"Lê Văn Chủ"},{"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","name":"Đại biểu 1"},{"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","name":"Đại biểu 2"},{"personId":"0886ebde-846a-4888-869d-49099e04394e","name":"Đại biểu 3"}]',1790000013000,NULL,NULL,'Sai nội dung',NULL);
INSERT INTO "votes" VALUES('secret-1','84e7791c-b350-4ae2-a8f4-6658a4ae6a40',NULL,'Biểu quyết secret-1',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","name":"Lê Văn Chủ"},{"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","name":"Đại biểu 1"},{"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","name":"Đại biểu 2"},{"personId":"0886ebde-846a-4888-869d-49099e04394e","name":"Đại biểu 3"}]',1790000016000,1790000020000,NULL,NULL,'{"entitled":4,"present":4,"issued":4,"returned":3,"valid":3,"invalid":0,"for":2,"against":1,"abstain":0,"notVoted":1,"base":4,"passed":false,"tieDecidedBy":null}');
INSERT INTO "votes" VALUES('secret-2','84e7791c-b350-4ae2-a8f4-6658a4ae6a40',NULL,'Biểu quyết secret-2',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"fab31aa6-5fc9-4a94-bb4d-dbd18148b167","name":"Lê Văn Chủ"},{"personId":"e74431ee-8d15-4865-b8ca-b2acfdcf4f94","name":"Đại biểu 1"},{"personId":"1b163c57-1eac-4f92-bafa-cfe1afcc4dac","name":"Đại biểu 2"},{"personId":"0886ebde-846a-4888-869d-49099e04394e","name":"Đại biểu 3"}]',1790000021000,1790000026000,1790000027000,NULL,'{"entitled":4,"present":4,"issued":4,"returned":4,"valid":4,"invalid":0,"for":2,"against":2,"abstain":0,"notVoted":0,"base":4,"passed":false,"tieDecidedBy":"fails"}');
INSERT INTO "votes" VALUES('named','1fd05096-b9a5-472d-ab1d-76890a5357bd',NULL,'Biểu quyết named',0,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","name":"Lê Văn Chủ"},{"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","name":"Đại biểu 1"},{"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","name":"Đại biểu 2"},{"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","name":"Đại biểu 3"}]',1790000007000,1790000011000,1790000012000,NULL,'{"entitled":4,"present":4,"issued":4,"returned":3,"valid":3,"invalid":0,"for":2,"against":1,"abstain":0,"notVoted":1,"base":4,"passed":false,"tieDecidedBy":null}');
INSERT INTO "votes" VALUES('cancelled','1fd05096-b9a5-472d-ab1d-76890a5357bd',NULL,'Biểu quyết cancelled',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","name":"Lê Văn Chủ"},{"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","name":"Đại biểu 1"},{"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","name":"Đại biểu 2"},{"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","name":"Đại biểu 3"}]',1790000013000,NULL,NULL,'Sai nội dung',NULL);
INSERT INTO "votes" VALUES('secret-1','1fd05096-b9a5-472d-ab1d-76890a5357bd',NULL,'Biểu quyết secret-1',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","name":"Lê Văn Chủ"},{"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","name":"Đại biểu 1"},{"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","name":"Đại biểu 2"},{"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","name":"Đại biểu 3"}]',1790000016000,1790000020000,NULL,NULL,'{"entitled":4,"present":4,"issued":4,"returned":3,"valid":3,"invalid":0,"for":2,"against":1,"abstain":0,"notVoted":1,"base":4,"passed":false,"tieDecidedBy":null}');
INSERT INTO "votes" VALUES('secret-2','1fd05096-b9a5-472d-ab1d-76890a5357bd',NULL,'Biểu quyết secret-2',1,'{"base":"all","fraction":{"numerator":1,"denominator":2},"comparison":">","tie":"chair","quorum":{"base":"all","fraction":{"numerator":2,"denominator":3}},"substituteMayVote":false,"mayChangeBallot":false}','[{"personId":"2df3f1d9-b636-414d-999b-6fa2db6ba537","name":"Lê Văn Chủ"},{"personId":"feb53761-60dc-453f-8e49-8280b0d2b5f9","name":"Đại biểu 1"},{"personId":"ac869109-ea5f-4406-a110-bd5d840edcb6","name":"Đại biểu 2"},{"personId":"205b9c3b-165c-4aef-b8ce-6abc89aa47aa","name":"Đại biểu 3"}]',1790000021000,1790000026000,1790000027000,NULL,'{"entitled":4,"present":4,"issued":4,"returned":4,"valid":4,"invalid":0,"for":2,"against":2,"abstain":0,"notVoted":0,"base":4,"passed":false,"tieDecidedBy":"fails"}');
CREATE TABLE `link_devices` (
	`id` integer PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`device_id` text NOT NULL,
	`participant_id` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
CREATE TABLE `link_minutes` (
	`device` integer NOT NULL,
	`at` integer NOT NULL,
	`grade` text NOT NULL,
	`carrying` text NOT NULL,
	`protocol` text,
	`loss_down` real,
	`loss_up` real,
	`rtt_ms` integer,
	`kbps_down` integer NOT NULL,
	`kbps_up` integer NOT NULL,
	PRIMARY KEY(`device`, `at`),
	FOREIGN KEY (`device`) REFERENCES `link_devices`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "link_minutes_grade" CHECK("link_minutes"."grade" IN ('good', 'fair', 'weak')),
	CONSTRAINT "link_minutes_carrying" CHECK("link_minutes"."carrying" IN ('sound', 'small', 'half', 'all')),
	CONSTRAINT "link_minutes_protocol" CHECK("link_minutes"."protocol" IN ('udp', 'tcp'))
) STRICT, WITHOUT ROWID;
CREATE TABLE `unknown_logins` (
	`bucket` integer PRIMARY KEY NOT NULL,
	`failed_logins` integer NOT NULL,
	`locked_until` integer
) STRICT;
CREATE TABLE `area_units` (
	`area_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	PRIMARY KEY(`unit_id`, `valid_from`),
	FOREIGN KEY (`area_id`) REFERENCES `areas`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "area_units_dates" CHECK("area_units"."valid_to" IS NULL OR "area_units"."valid_to" > "area_units"."valid_from")
) STRICT;
CREATE TABLE `areas` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
CREATE TABLE `site_periods` (
	`site_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`unit_id` text NOT NULL,
	PRIMARY KEY(`site_id`, `valid_from`),
	FOREIGN KEY (`site_id`) REFERENCES `sites`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "site_periods_dates" CHECK("site_periods"."valid_to" IS NULL OR "site_periods"."valid_to" > "site_periods"."valid_from")
) STRICT;
INSERT INTO "site_periods" VALUES('f66e33a6-da81-46a3-a0f5-ac46a79467d4','2020-01-01',NULL,'14902','Điểm cầu xã Nam Tiến','42f93775-5fd8-4bd0-8ae1-aa4d7bb3e755');
INSERT INTO "site_periods" VALUES('5986cba3-84a7-45f2-89c2-63016b7dd262','2020-01-01',NULL,'385','Điểm cầu huyện Quan Hóa','af271ebf-5be5-424a-9592-8103d6934d91');
INSERT INTO "site_periods" VALUES('12cf6e91-65ed-4199-93d9-7d520a90c24e','2020-01-01',NULL,'38.VPUB','Điểm cầu Văn phòng UBND tỉnh','a4f3cf61-96f4-4412-9a5b-459815bb5cb4');
CREATE TABLE `unit_periods` (
	`unit_id` text NOT NULL,
	`valid_from` text NOT NULL,
	`valid_to` text,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`level` text NOT NULL,
	`parent_id` text,
	PRIMARY KEY(`unit_id`, `valid_from`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_periods_level" CHECK("unit_periods"."level" IN ('province', 'department', 'party', 'district', 'commune', 'other')),
	CONSTRAINT "unit_periods_not_itself" CHECK("unit_periods"."unit_id" <> "unit_periods"."parent_id"),
	CONSTRAINT "unit_periods_dates" CHECK("unit_periods"."valid_to" IS NULL OR "unit_periods"."valid_to" > "unit_periods"."valid_from")
) STRICT;
INSERT INTO "unit_periods" VALUES('42f93775-5fd8-4bd0-8ae1-aa4d7bb3e755','2020-01-01',NULL,'14902','UBND xã Nam Tiến','commune','af271ebf-5be5-424a-9592-8103d6934d91');
INSERT INTO "unit_periods" VALUES('a0efc830-7351-4446-b58c-1b437714045d','2020-01-01',NULL,'38','Tỉnh Thanh Hóa','province',NULL);
INSERT INTO "unit_periods" VALUES('af271ebf-5be5-424a-9592-8103d6934d91','2020-01-01',NULL,'385','UBND huyện Quan Hóa','district','a0efc830-7351-4446-b58c-1b437714045d');
INSERT INTO "unit_periods" VALUES('a4f3cf61-96f4-4412-9a5b-459815bb5cb4','2020-01-01',NULL,'38.VPUB','Văn phòng UBND tỉnh','department','a0efc830-7351-4446-b58c-1b437714045d');
INSERT INTO "unit_periods" VALUES('b79505ec-662d-401b-b425-8fcfe576962c','2020-01-01',NULL,'','UBND tỉnh','province',NULL);
INSERT INTO "unit_periods" VALUES('f64fe88f-8a48-46ea-86fc-58d79a94ffc1','2020-01-01',NULL,'','UBND tỉnh','province',NULL);
CREATE TABLE `unit_successions` (
	`unit_id` text NOT NULL,
	`successor_id` text NOT NULL,
	`kind` text NOT NULL,
	`day` text NOT NULL,
	PRIMARY KEY(`unit_id`, `successor_id`, `day`),
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`successor_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "unit_successions_kind" CHECK("unit_successions"."kind" IN ('merged', 'split', 'renamed')),
	CONSTRAINT "unit_successions_not_itself" CHECK("unit_successions"."unit_id" <> "unit_successions"."successor_id")
) STRICT;
CREATE TABLE "sites" (
	`id` text PRIMARY KEY NOT NULL
) STRICT;
INSERT INTO "sites" VALUES('f66e33a6-da81-46a3-a0f5-ac46a79467d4');
INSERT INTO "sites" VALUES('5986cba3-84a7-45f2-89c2-63016b7dd262');
INSERT INTO "sites" VALUES('12cf6e91-65ed-4199-93d9-7d520a90c24e');
CREATE TABLE "units" (
	`id` text PRIMARY KEY NOT NULL
) STRICT;
INSERT INTO "units" VALUES('42f93775-5fd8-4bd0-8ae1-aa4d7bb3e755');
INSERT INTO "units" VALUES('a0efc830-7351-4446-b58c-1b437714045d');
INSERT INTO "units" VALUES('af271ebf-5be5-424a-9592-8103d6934d91');
INSERT INTO "units" VALUES('a4f3cf61-96f4-4412-9a5b-459815bb5cb4');
INSERT INTO "units" VALUES('b79505ec-662d-401b-b425-8fcfe576962c');
INSERT INTO "units" VALUES('f64fe88f-8a48-46ea-86fc-58d79a94ffc1');
CREATE UNIQUE INDEX `accounts_login` ON `accounts` (`login`);
CREATE UNIQUE INDEX `accounts_person` ON `accounts` (`person_id`);
CREATE UNIQUE INDEX `accounts_site` ON `accounts` (`site_id`);
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);
CREATE INDEX `body_members_person` ON `body_members` (`person_id`);
CREATE INDEX `document_versions_sha256` ON `document_versions` (`sha256`);
CREATE UNIQUE INDEX `document_versions_number_once` ON `document_versions` (`document_id`,`number`);
CREATE INDEX `documents_meeting` ON `documents` (`meeting_id`);
CREATE INDEX `documents_item` ON `documents` (`item_id`);
CREATE UNIQUE INDEX `journal_request` ON `journal` (`meeting_id`,`request_id`) WHERE "journal"."request_id" IS NOT NULL;
CREATE INDEX `agenda_items_meeting` ON `agenda_items` (`meeting_id`);
CREATE INDEX `meeting_participants_participant` ON `meeting_participants` (`participant_id`);
CREATE INDEX `meeting_units_unit` ON `meeting_units` (`unit_id`);
CREATE INDEX `meetings_starts_at` ON `meetings` (`starts_at`);
CREATE INDEX `memberships_unit` ON `memberships` (`unit_id`);
CREATE INDEX `audit_at` ON `audit` (`at`);
CREATE INDEX `audit_account` ON `audit` (`account_id`);
CREATE INDEX `minutes_meeting` ON `minutes` (`meeting_id`);
CREATE INDEX `votes_item` ON `votes` (`item_id`);
CREATE UNIQUE INDEX `link_devices_one` ON `link_devices` (`meeting_id`,`device_id`,`participant_id`);
CREATE INDEX `link_minutes_at` ON `link_minutes` (`at`);
CREATE INDEX `area_units_area` ON `area_units` (`area_id`);
CREATE UNIQUE INDEX `areas_name` ON `areas` (`name`);
CREATE INDEX `site_periods_unit` ON `site_periods` (`unit_id`);
CREATE INDEX `site_periods_code` ON `site_periods` (`code`);
CREATE UNIQUE INDEX `site_periods_code_in_force` ON `site_periods` (`code`) WHERE "site_periods"."valid_to" IS NULL;
CREATE UNIQUE INDEX `site_periods_one_in_force` ON `site_periods` (`site_id`) WHERE "site_periods"."valid_to" IS NULL;
CREATE INDEX `unit_periods_parent` ON `unit_periods` (`parent_id`);
CREATE INDEX `unit_periods_code` ON `unit_periods` (`code`);
CREATE UNIQUE INDEX `unit_periods_code_in_force` ON `unit_periods` (`code`) WHERE "unit_periods"."valid_to" IS NULL AND "unit_periods"."code" <> '';
CREATE UNIQUE INDEX `unit_periods_one_in_force` ON `unit_periods` (`unit_id`) WHERE "unit_periods"."valid_to" IS NULL;
CREATE INDEX `unit_successions_successor` ON `unit_successions` (`successor_id`);
