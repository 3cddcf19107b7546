-- AlterTable
ALTER TABLE "Ledger" ADD COLUMN "newestAt" BIGINT;

-- CreateTable
CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "theme" TEXT NOT NULL,
    "startDate" TEXT NOT NULL,
    "endDate" TEXT NOT NULL,
    "specialDates" JSONB NOT NULL,
    "targetPlaysPerScreenPerDay" INTEGER NOT NULL,
    "entryIds" JSONB NOT NULL,
    "unitIds" JSONB NOT NULL,
    "reportDue" BIGINT NOT NULL,
    "closesAt" BIGINT,
    "audienceEstimate" INTEGER,
    "notes" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Campaign_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CampaignSummary" (
    "campaignId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    PRIMARY KEY ("campaignId", "state", "number"),
    CONSTRAINT "CampaignSummary_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CampaignContribution" (
    "campaignId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "links" JSONB NOT NULL,
    "mediaIds" JSONB NOT NULL,
    "pictures" JSONB NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "updatedBy" TEXT NOT NULL,

    PRIMARY KEY ("campaignId", "unitId"),
    CONSTRAINT "CampaignContribution_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CampaignPicture" (
    "campaignId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "widthPx" INTEGER NOT NULL,
    "heightPx" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "addedAt" BIGINT NOT NULL,

    PRIMARY KEY ("campaignId", "unitId", "sha256"),
    CONSTRAINT "CampaignPicture_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReportShare" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenSha256" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "shared" JSONB NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "revokedAt" BIGINT,
    "lastOpenedAt" BIGINT,
    "opens" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "LedgerRange" (
    "ledgerKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,

    PRIMARY KEY ("ledgerKey", "fromSeq")
);

-- CreateTable
CREATE TABLE "PowerHour" (
    "assignmentKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "firstHalf" INTEGER NOT NULL,
    "secondHalf" INTEGER NOT NULL,

    PRIMARY KEY ("hourStartAt", "assignmentKey")
);

-- CreateTable
CREATE TABLE "PowerDay" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "onMs" INTEGER NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
);

-- CreateTable
CREATE TABLE "DayToWork" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
);

-- CreateTable
CREATE TABLE "DayPlan" (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "digest" TEXT NOT NULL,
    "content" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "ScreenPlan" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "planKey" INTEGER NOT NULL,

    PRIMARY KEY ("date", "assignmentKey")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_PlayDay" (
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
);
INSERT INTO "new_PlayDay" ("airtimeMs", "assignmentKey", "completed", "date", "entryKey", "failed", "interrupted", "mediaKey") SELECT "airtimeMs", "assignmentKey", "completed", "date", "entryKey", "failed", "interrupted", "mediaKey" FROM "PlayDay";
DROP TABLE "PlayDay";
ALTER TABLE "new_PlayDay" RENAME TO "PlayDay";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_unitId_name_key" ON "Campaign"("unitId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ReportShare_tokenSha256_key" ON "ReportShare"("tokenSha256");

-- CreateIndex
CREATE INDEX "ReportShare_unitId_idx" ON "ReportShare"("unitId");

-- CreateIndex
CREATE UNIQUE INDEX "DayPlan_digest_key" ON "DayPlan"("digest");

-- What is in the books already: the ranges of each ledger, its newest play, and every day to be worked out.
INSERT INTO "LedgerRange" ("ledgerKey", "fromSeq", "toSeq")
SELECT "ledgerKey", MIN("seq"), MAX("seq")
FROM (SELECT "ledgerKey", "seq", "seq" - ROW_NUMBER() OVER (PARTITION BY "ledgerKey" ORDER BY "seq") AS "island" FROM "Play") AS numbered
GROUP BY "ledgerKey", "island";

UPDATE "Ledger" SET "newestAt" = (SELECT MAX("startedAt") FROM "Play" WHERE "Play"."ledgerKey" = "Ledger"."key");

INSERT INTO "DayToWork" ("assignmentKey", "date") SELECT DISTINCT "assignmentKey", "date" FROM "PlayDay";
