-- Reports read roll-ups of their own: five days at a time for media, and what a screen did in an hour and on a day.

-- CreateTable
CREATE TABLE "PlaySpan" (
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "fromDate" TEXT NOT NULL,
    "completed" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "airtimeMs" BIGINT NOT NULL,
    "planned" BIGINT NOT NULL DEFAULT 0,
    "displaced" BIGINT NOT NULL DEFAULT 0,
    "absent" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("fromDate", "assignmentKey", "mediaKey", "entryKey")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "ScreenHour" (
    "assignmentKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "firstHalf" INTEGER NOT NULL DEFAULT 0,
    "secondHalf" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "interrupted" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "airtimeMs" BIGINT NOT NULL DEFAULT 0,
    "onMs" INTEGER NOT NULL DEFAULT 0,
    "planned" BIGINT NOT NULL DEFAULT 0,
    "displaced" BIGINT NOT NULL DEFAULT 0,
    "absent" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("hourStartAt", "assignmentKey")
) WITHOUT ROWID;

-- CreateTable
CREATE TABLE "ScreenDay" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "onMs" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "interrupted" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "airtimeMs" BIGINT NOT NULL DEFAULT 0,
    "planned" BIGINT NOT NULL DEFAULT 0,
    "displaced" BIGINT NOT NULL DEFAULT 0,
    "absent" BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY ("date", "assignmentKey")
) WITHOUT ROWID;

-- What is in the books already
INSERT INTO "PlaySpan" ("assignmentKey", "mediaKey", "entryKey", "fromDate", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent")
SELECT "assignmentKey", "mediaKey", "entryKey", substr("date", 1, 8) || printf('%02d', MIN(26, (CAST(substr("date", 9) AS INTEGER) - 1) / 5 * 5 + 1)), SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs"), SUM("planned"), SUM("displaced"), SUM("absent")
FROM "PlayDay" GROUP BY 4, 1, 2, 3;
INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", "firstHalf", "secondHalf") SELECT "assignmentKey", "hourStartAt", "firstHalf", "secondHalf" FROM "PowerHour";
INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", "completed", "interrupted", "failed", "airtimeMs")
SELECT "assignmentKey", "hourStartAt", SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs") FROM "PlayHour" WHERE true GROUP BY 2, 1
ON CONFLICT ("hourStartAt", "assignmentKey") DO UPDATE SET "completed" = excluded."completed", "interrupted" = excluded."interrupted", "failed" = excluded."failed", "airtimeMs" = excluded."airtimeMs";
INSERT INTO "ScreenDay" ("assignmentKey", "date", "onMs") SELECT "assignmentKey", "date", "onMs" FROM "PowerDay";
INSERT INTO "ScreenDay" ("assignmentKey", "date", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent")
SELECT "assignmentKey", "date", SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs"), SUM("planned"), SUM("displaced"), SUM("absent") FROM "PlayDay" WHERE true GROUP BY 2, 1
ON CONFLICT ("date", "assignmentKey") DO UPDATE SET "completed" = excluded."completed", "interrupted" = excluded."interrupted", "failed" = excluded."failed", "airtimeMs" = excluded."airtimeMs", "planned" = excluded."planned", "displaced" = excluded."displaced", "absent" = excluded."absent";
-- The plan of each hour is worked out with its day.
INSERT INTO "DayToWork" ("assignmentKey", "date") SELECT "assignmentKey", "date" FROM "ScreenDay" WHERE true ON CONFLICT DO NOTHING;

DROP TABLE "PowerHour";
DROP TABLE "PowerDay";
