-- The books in order of their keys, without a second tree for them: half the bytes, and a report reads one run of pages.

CREATE TABLE "clustered_Play" (
    "ledgerKey" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "playlistKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "revisionKey" INTEGER NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "airtimeMs" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    "clock" INTEGER NOT NULL,
    "notBefore" BIGINT,
    "notAfter" BIGINT,

    PRIMARY KEY ("ledgerKey", "seq")
) WITHOUT ROWID;
INSERT INTO "clustered_Play" ("ledgerKey", "seq", "assignmentKey", "mediaKey", "playlistKey", "entryKey", "revisionKey", "startedAt", "airtimeMs", "outcome", "clock", "notBefore", "notAfter") SELECT "ledgerKey", "seq", "assignmentKey", "mediaKey", "playlistKey", "entryKey", "revisionKey", "startedAt", "airtimeMs", "outcome", "clock", "notBefore", "notAfter" FROM "Play";
DROP TABLE "Play";
ALTER TABLE "clustered_Play" RENAME TO "Play";
CREATE INDEX "Play_startedAt_idx" ON "Play"("startedAt");

CREATE TABLE "clustered_PlayHour" (
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "completed" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "airtimeMs" BIGINT NOT NULL,

    PRIMARY KEY ("hourStartAt", "assignmentKey", "mediaKey", "entryKey")
) WITHOUT ROWID;
INSERT INTO "clustered_PlayHour" ("assignmentKey", "mediaKey", "entryKey", "hourStartAt", "completed", "interrupted", "failed", "airtimeMs") SELECT "assignmentKey", "mediaKey", "entryKey", "hourStartAt", "completed", "interrupted", "failed", "airtimeMs" FROM "PlayHour";
DROP TABLE "PlayHour";
ALTER TABLE "clustered_PlayHour" RENAME TO "PlayHour";

CREATE TABLE "clustered_PlayDay" (
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "completed" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "airtimeMs" BIGINT NOT NULL,
    "planned" BIGINT NOT NULL DEFAULT 0,
    "displaced" BIGINT NOT NULL DEFAULT 0,
    "absent" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("date", "assignmentKey", "mediaKey", "entryKey")
) WITHOUT ROWID;
INSERT INTO "clustered_PlayDay" ("assignmentKey", "mediaKey", "entryKey", "date", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent") SELECT "assignmentKey", "mediaKey", "entryKey", "date", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent" FROM "PlayDay";
DROP TABLE "PlayDay";
ALTER TABLE "clustered_PlayDay" RENAME TO "PlayDay";

CREATE TABLE "clustered_LedgerRange" (
    "ledgerKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,

    PRIMARY KEY ("ledgerKey", "fromSeq")
) WITHOUT ROWID;
INSERT INTO "clustered_LedgerRange" ("ledgerKey", "fromSeq", "toSeq") SELECT "ledgerKey", "fromSeq", "toSeq" FROM "LedgerRange";
DROP TABLE "LedgerRange";
ALTER TABLE "clustered_LedgerRange" RENAME TO "LedgerRange";

CREATE TABLE "clustered_PowerHour" (
    "assignmentKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "firstHalf" INTEGER NOT NULL,
    "secondHalf" INTEGER NOT NULL,

    PRIMARY KEY ("hourStartAt", "assignmentKey")
) WITHOUT ROWID;
INSERT INTO "clustered_PowerHour" ("assignmentKey", "hourStartAt", "firstHalf", "secondHalf") SELECT "assignmentKey", "hourStartAt", "firstHalf", "secondHalf" FROM "PowerHour";
DROP TABLE "PowerHour";
ALTER TABLE "clustered_PowerHour" RENAME TO "PowerHour";

CREATE TABLE "clustered_PowerDay" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "onMs" INTEGER NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
) WITHOUT ROWID;
INSERT INTO "clustered_PowerDay" ("assignmentKey", "date", "onMs") SELECT "assignmentKey", "date", "onMs" FROM "PowerDay";
DROP TABLE "PowerDay";
ALTER TABLE "clustered_PowerDay" RENAME TO "PowerDay";

CREATE TABLE "clustered_DayToWork" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
) WITHOUT ROWID;
INSERT INTO "clustered_DayToWork" ("assignmentKey", "date") SELECT "assignmentKey", "date" FROM "DayToWork";
DROP TABLE "DayToWork";
ALTER TABLE "clustered_DayToWork" RENAME TO "DayToWork";

CREATE TABLE "clustered_ScreenPlan" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "planKey" INTEGER NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
) WITHOUT ROWID;
INSERT INTO "clustered_ScreenPlan" ("assignmentKey", "date", "planKey") SELECT "assignmentKey", "date", "planKey" FROM "ScreenPlan";
DROP TABLE "ScreenPlan";
ALTER TABLE "clustered_ScreenPlan" RENAME TO "ScreenPlan";
