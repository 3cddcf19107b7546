-- AlterTable
ALTER TABLE "AuditEntry" ADD COLUMN "prevSha256" TEXT;
ALTER TABLE "AuditEntry" ADD COLUMN "sha256" TEXT;

-- AlterTable
ALTER TABLE "Screen" ADD COLUMN "settings" JSONB;

-- CreateTable
CREATE TABLE "Alarm" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    CONSTRAINT "Alarm_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Evidence" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "heightPx" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "PowerOn" (
    "screenId" TEXT NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "toAt" BIGINT NOT NULL,

    PRIMARY KEY ("screenId", "fromAt")
);

-- CreateTable
CREATE TABLE "EnrolmentLink" (
    "secretSha256" TEXT NOT NULL PRIMARY KEY,
    "screenId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "usedAt" BIGINT,
    CONSTRAINT "EnrolmentLink_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PlayerCommand" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "screenId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "askedBy" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "sentAt" BIGINT,
    "answeredAt" BIGINT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    CONSTRAINT "PlayerCommand_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Campaign" (
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
    "evidencePerDay" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Campaign_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Campaign" ("audienceEstimate", "closesAt", "endDate", "entryIds", "id", "name", "notes", "reportDue", "specialDates", "startDate", "targetPlaysPerScreenPerDay", "theme", "unitId", "unitIds", "updatedAt", "version") SELECT "audienceEstimate", "closesAt", "endDate", "entryIds", "id", "name", "notes", "reportDue", "specialDates", "startDate", "targetPlaysPerScreenPerDay", "theme", "unitId", "unitIds", "updatedAt", "version" FROM "Campaign";
DROP TABLE "Campaign";
ALTER TABLE "new_Campaign" RENAME TO "Campaign";
CREATE UNIQUE INDEX "Campaign_unitId_name_key" ON "Campaign"("unitId", "name");
CREATE TABLE "new_Media" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "sha256" TEXT,
    "sourceSha256" TEXT NOT NULL,
    "reason" TEXT,
    "validFrom" BIGINT,
    "validUntil" BIGINT,
    "uploaderId" TEXT NOT NULL,
    "contact" TEXT,
    "approvals" INTEGER NOT NULL DEFAULT 0,
    "remindedAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "Media_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Media_uploaderId_fkey" FOREIGN KEY ("uploaderId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Media_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "MediaFile" ("sha256") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Media" ("createdAt", "id", "level", "reason", "sha256", "sourceSha256", "status", "title", "unitId", "uploaderId", "validFrom", "validUntil", "version") SELECT "createdAt", "id", "level", "reason", "sha256", "sourceSha256", "status", "title", "unitId", "uploaderId", "validFrom", "validUntil", "version" FROM "Media";
DROP TABLE "Media";
ALTER TABLE "new_Media" RENAME TO "Media";
CREATE INDEX "Media_status_idx" ON "Media"("status");
CREATE INDEX "Media_sha256_idx" ON "Media"("sha256");
CREATE UNIQUE INDEX "Media_unitId_sourceSha256_key" ON "Media"("unitId", "sourceSha256");
CREATE TABLE "new_MediaReview" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mediaId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "step" INTEGER NOT NULL DEFAULT 1,
    "reason" TEXT NOT NULL,
    "reviewerId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "MediaReview_mediaId_fkey" FOREIGN KEY ("mediaId") REFERENCES "Media" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "MediaReview_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_MediaReview" ("at", "decision", "id", "mediaId", "reason", "reviewerId", "sha256") SELECT "at", "decision", "id", "mediaId", "reason", "reviewerId", "sha256" FROM "MediaReview";
DROP TABLE "MediaReview";
ALTER TABLE "new_MediaReview" RENAME TO "MediaReview";
CREATE INDEX "MediaReview_mediaId_idx" ON "MediaReview"("mediaId");
CREATE TABLE "new_User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "unitId" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT true,
    "failedSignIns" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" BIGINT,
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "lastSignInAt" BIGINT,
    "createdAt" BIGINT NOT NULL,
    "passwordChangedAt" BIGINT NOT NULL DEFAULT 0,
    "passwordHistory" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "User_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_User" ("createdAt", "disabled", "displayName", "failedSignIns", "id", "lastSignInAt", "lockedUntil", "mustChangePassword", "passwordHash", "role", "unitId", "username", "version") SELECT "createdAt", "disabled", "displayName", "failedSignIns", "id", "lastSignInAt", "lockedUntil", "mustChangePassword", "passwordHash", "role", "unitId", "username", "version" FROM "User";
DROP TABLE "User";
ALTER TABLE "new_User" RENAME TO "User";
CREATE UNIQUE INDEX "User_username_key" ON "User"("username");
CREATE INDEX "User_unitId_idx" ON "User"("unitId");
CREATE TABLE "new_Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT,
    "data" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "createdAt" BIGINT NOT NULL DEFAULT 0,
    "lastUsedAt" BIGINT NOT NULL DEFAULT 0,
    "address" TEXT,
    "userAgent" TEXT
);
INSERT INTO "new_Session" ("data", "expiresAt", "id", "userId") SELECT "data", "expiresAt", "id", "userId" FROM "Session";
DROP TABLE "Session";
ALTER TABLE "new_Session" RENAME TO "Session";
CREATE INDEX "Session_userId_idx" ON "Session"("userId");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
