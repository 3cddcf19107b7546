-- AlterTable
ALTER TABLE "Ledger" ADD COLUMN     "newestAt" BIGINT;

-- AlterTable
ALTER TABLE "PlayDay" ADD COLUMN     "absent" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "displaced" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "planned" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL,
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

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignSummary" (
    "campaignId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "data" TEXT NOT NULL,

    CONSTRAINT "CampaignSummary_pkey" PRIMARY KEY ("campaignId","state","number")
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

    CONSTRAINT "CampaignContribution_pkey" PRIMARY KEY ("campaignId","unitId")
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

    CONSTRAINT "CampaignPicture_pkey" PRIMARY KEY ("campaignId","unitId","sha256")
);

-- CreateTable
CREATE TABLE "ReportShare" (
    "id" TEXT NOT NULL,
    "tokenSha256" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "shared" JSONB NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "revokedAt" BIGINT,
    "lastOpenedAt" BIGINT,
    "opens" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ReportShare_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerRange" (
    "ledgerKey" INTEGER NOT NULL,
    "fromSeq" INTEGER NOT NULL,
    "toSeq" INTEGER NOT NULL,

    CONSTRAINT "LedgerRange_pkey" PRIMARY KEY ("ledgerKey","fromSeq")
);

-- CreateTable
CREATE TABLE "PowerHour" (
    "assignmentKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "firstHalf" INTEGER NOT NULL,
    "secondHalf" INTEGER NOT NULL,

    CONSTRAINT "PowerHour_pkey" PRIMARY KEY ("hourStartAt","assignmentKey")
);

-- CreateTable
CREATE TABLE "PowerDay" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "onMs" INTEGER NOT NULL,

    CONSTRAINT "PowerDay_pkey" PRIMARY KEY ("date","assignmentKey")
);

-- CreateTable
CREATE TABLE "DayToWork" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,

    CONSTRAINT "DayToWork_pkey" PRIMARY KEY ("date","assignmentKey")
);

-- CreateTable
CREATE TABLE "DayPlan" (
    "key" SERIAL NOT NULL,
    "digest" TEXT NOT NULL,
    "content" JSONB NOT NULL,

    CONSTRAINT "DayPlan_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ScreenPlan" (
    "assignmentKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "planKey" INTEGER NOT NULL,

    CONSTRAINT "ScreenPlan_pkey" PRIMARY KEY ("date","assignmentKey")
);

-- CreateIndex
CREATE UNIQUE INDEX "Campaign_unitId_name_key" ON "Campaign"("unitId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ReportShare_tokenSha256_key" ON "ReportShare"("tokenSha256");

-- CreateIndex
CREATE INDEX "ReportShare_unitId_idx" ON "ReportShare"("unitId");

-- CreateIndex
CREATE UNIQUE INDEX "DayPlan_digest_key" ON "DayPlan"("digest");

-- AddForeignKey
ALTER TABLE "Campaign" ADD CONSTRAINT "Campaign_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignSummary" ADD CONSTRAINT "CampaignSummary_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignContribution" ADD CONSTRAINT "CampaignContribution_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CampaignPicture" ADD CONSTRAINT "CampaignPicture_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "Campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is in the books already: the ranges of each ledger, its newest play, and every day to be worked out.
INSERT INTO "LedgerRange" ("ledgerKey", "fromSeq", "toSeq")
SELECT "ledgerKey", MIN("seq"), MAX("seq")
FROM (SELECT "ledgerKey", "seq", "seq" - ROW_NUMBER() OVER (PARTITION BY "ledgerKey" ORDER BY "seq") AS "island" FROM "Play") AS numbered
GROUP BY "ledgerKey", "island";

UPDATE "Ledger" SET "newestAt" = (SELECT MAX("startedAt") FROM "Play" WHERE "Play"."ledgerKey" = "Ledger"."key");

INSERT INTO "DayToWork" ("assignmentKey", "date") SELECT DISTINCT "assignmentKey", "date" FROM "PlayDay";
