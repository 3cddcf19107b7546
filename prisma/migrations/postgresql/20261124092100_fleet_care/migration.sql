-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN     "prevSha256" TEXT,
ADD COLUMN     "sha256" TEXT;

-- AlterTable
ALTER TABLE "Campaign" ADD COLUMN     "evidencePerDay" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Media" ADD COLUMN     "approvals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "contact" TEXT,
ADD COLUMN     "remindedAt" BIGINT;

-- AlterTable
ALTER TABLE "MediaReview" ADD COLUMN     "step" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Screen" ADD COLUMN     "settings" JSONB;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "passwordChangedAt" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "passwordHistory" JSONB;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "address" TEXT,
ADD COLUMN     "createdAt" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "lastUsedAt" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "userAgent" TEXT;

-- CreateTable
CREATE TABLE "Alarm" (
    "id" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "openKey" TEXT,
    "raisedAt" BIGINT NOT NULL,
    "clearedAt" BIGINT,
    "acknowledgedAt" BIGINT,
    "acknowledgedBy" TEXT,
    "note" TEXT,
    "detail" JSONB,
    "notifiedAt" BIGINT,

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "mediaId" TEXT,
    "entryId" TEXT,
    "commandId" TEXT,
    "takenAt" BIGINT NOT NULL,
    "clock" TEXT NOT NULL,
    "receivedAt" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "widthPx" INTEGER NOT NULL,
    "heightPx" INTEGER NOT NULL,

    CONSTRAINT "Evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PowerOn" (
    "screenId" TEXT NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "toAt" BIGINT NOT NULL,

    CONSTRAINT "PowerOn_pkey" PRIMARY KEY ("screenId","fromAt")
);

-- CreateTable
CREATE TABLE "EnrolmentLink" (
    "secretSha256" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "usedAt" BIGINT,

    CONSTRAINT "EnrolmentLink_pkey" PRIMARY KEY ("secretSha256")
);

-- CreateTable
CREATE TABLE "PlayerCommand" (
    "id" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "sentAt" BIGINT,
    "answeredAt" BIGINT,
    "state" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "PlayerCommand_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Alarm_openKey_key" ON "Alarm"("openKey");

-- CreateIndex
CREATE INDEX "Alarm_screenId_raisedAt_idx" ON "Alarm"("screenId", "raisedAt");

-- CreateIndex
CREATE INDEX "Alarm_clearedAt_idx" ON "Alarm"("clearedAt");

-- CreateIndex
CREATE INDEX "Evidence_screenId_takenAt_idx" ON "Evidence"("screenId", "takenAt");

-- CreateIndex
CREATE INDEX "Evidence_entryId_takenAt_idx" ON "Evidence"("entryId", "takenAt");

-- CreateIndex
CREATE INDEX "Evidence_takenAt_idx" ON "Evidence"("takenAt");

-- CreateIndex
CREATE INDEX "EnrolmentLink_screenId_idx" ON "EnrolmentLink"("screenId");

-- CreateIndex
CREATE INDEX "EnrolmentLink_expiresAt_idx" ON "EnrolmentLink"("expiresAt");

-- CreateIndex
CREATE INDEX "PlayerCommand_screenId_askedAt_idx" ON "PlayerCommand"("screenId", "askedAt");

-- CreateIndex
CREATE INDEX "PlayerCommand_state_expiresAt_idx" ON "PlayerCommand"("state", "expiresAt");

-- AddForeignKey
ALTER TABLE "Alarm" ADD CONSTRAINT "Alarm_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EnrolmentLink" ADD CONSTRAINT "EnrolmentLink_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlayerCommand" ADD CONSTRAINT "PlayerCommand_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;
