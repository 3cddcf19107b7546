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

    CONSTRAINT "PlaySpan_pkey" PRIMARY KEY ("fromDate","assignmentKey","mediaKey","entryKey")
);

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

    CONSTRAINT "ScreenHour_pkey" PRIMARY KEY ("hourStartAt","assignmentKey")
);

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

    CONSTRAINT "ScreenDay_pkey" PRIMARY KEY ("date","assignmentKey")
);

-- What is in the books already
INSERT INTO "PlaySpan" ("assignmentKey", "mediaKey", "entryKey", "fromDate", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent")
SELECT "assignmentKey", "mediaKey", "entryKey", left("date", 8) || lpad(CAST(LEAST(26, (CAST(substr("date", 9) AS INTEGER) - 1) / 5 * 5 + 1) AS TEXT), 2, '0'), SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs"), SUM("planned"), SUM("displaced"), SUM("absent")
FROM "PlayDay" GROUP BY 4, 1, 2, 3;
INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", "firstHalf", "secondHalf") SELECT "assignmentKey", "hourStartAt", "firstHalf", "secondHalf" FROM "PowerHour";
INSERT INTO "ScreenHour" ("assignmentKey", "hourStartAt", "completed", "interrupted", "failed", "airtimeMs")
SELECT "assignmentKey", "hourStartAt", SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs") FROM "PlayHour" GROUP BY 2, 1
ON CONFLICT ("hourStartAt", "assignmentKey") DO UPDATE SET "completed" = excluded."completed", "interrupted" = excluded."interrupted", "failed" = excluded."failed", "airtimeMs" = excluded."airtimeMs";
INSERT INTO "ScreenDay" ("assignmentKey", "date", "onMs") SELECT "assignmentKey", "date", "onMs" FROM "PowerDay";
INSERT INTO "ScreenDay" ("assignmentKey", "date", "completed", "interrupted", "failed", "airtimeMs", "planned", "displaced", "absent")
SELECT "assignmentKey", "date", SUM("completed"), SUM("interrupted"), SUM("failed"), SUM("airtimeMs"), SUM("planned"), SUM("displaced"), SUM("absent") FROM "PlayDay" GROUP BY 2, 1
ON CONFLICT ("date", "assignmentKey") DO UPDATE SET "completed" = excluded."completed", "interrupted" = excluded."interrupted", "failed" = excluded."failed", "airtimeMs" = excluded."airtimeMs", "planned" = excluded."planned", "displaced" = excluded."displaced", "absent" = excluded."absent";
-- The plan of each hour is worked out with its day.
INSERT INTO "DayToWork" ("assignmentKey", "date") SELECT "assignmentKey", "date" FROM "ScreenDay" ON CONFLICT DO NOTHING;

DROP TABLE "PowerHour";
DROP TABLE "PowerDay";
