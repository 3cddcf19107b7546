-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" SERIAL NOT NULL,
    "at" BIGINT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "unitPath" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "objectName" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "address" TEXT,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "job" TEXT NOT NULL,
    "dueAt" BIGINT NOT NULL,
    "owner" TEXT NOT NULL,
    "leaseUntil" BIGINT NOT NULL,
    "doneAt" BIGINT,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "error" TEXT,

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("job","dueAt")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "MediaFile" (
    "sha256" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "mimeType" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "durationMs" INTEGER,
    "widthPx" INTEGER NOT NULL,
    "heightPx" INTEGER NOT NULL,
    "chunkSha256s" JSONB NOT NULL,
    "createdAt" BIGINT NOT NULL,

    CONSTRAINT "MediaFile_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "Media" (
    "id" TEXT NOT NULL,
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
    "createdAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MediaReview" (
    "id" TEXT NOT NULL,
    "mediaId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reviewerId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "MediaReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Playlist" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Playlist_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlaylistItem" (
    "id" TEXT NOT NULL,
    "playlistId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "mediaId" TEXT NOT NULL,
    "durationMs" INTEGER,

    CONSTRAINT "PlaylistItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlayName" (
    "key" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT,

    CONSTRAINT "PlayName_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "ScreenAssignment" (
    "key" SERIAL NOT NULL,
    "screenId" TEXT NOT NULL,
    "screenName" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "unitPath" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "line" TEXT,
    "timeZone" TEXT NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "toAt" BIGINT,

    CONSTRAINT "ScreenAssignment_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Ledger" (
    "key" SERIAL NOT NULL,
    "screenId" TEXT NOT NULL,
    "ledgerId" TEXT NOT NULL,
    "receivedTo" INTEGER NOT NULL DEFAULT 0,
    "received" INTEGER NOT NULL DEFAULT 0,
    "conflictAt" BIGINT,

    CONSTRAINT "Ledger_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Play" (
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

    CONSTRAINT "Play_pkey" PRIMARY KEY ("ledgerKey","seq")
);

-- CreateTable
CREATE TABLE "PlayHour" (
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "hourStartAt" BIGINT NOT NULL,
    "completed" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "airtimeMs" BIGINT NOT NULL,

    CONSTRAINT "PlayHour_pkey" PRIMARY KEY ("hourStartAt","assignmentKey","mediaKey","entryKey")
);

-- CreateTable
CREATE TABLE "PlayDay" (
    "assignmentKey" INTEGER NOT NULL,
    "mediaKey" INTEGER NOT NULL,
    "entryKey" INTEGER NOT NULL,
    "date" TEXT NOT NULL,
    "completed" INTEGER NOT NULL,
    "interrupted" INTEGER NOT NULL,
    "failed" INTEGER NOT NULL,
    "airtimeMs" BIGINT NOT NULL,

    CONSTRAINT "PlayDay_pkey" PRIMARY KEY ("date","assignmentKey","mediaKey","entryKey")
);

-- CreateTable
CREATE TABLE "PlayKeptApart" (
    "id" SERIAL NOT NULL,
    "ledgerKey" INTEGER NOT NULL,
    "screenId" TEXT NOT NULL,
    "seq" INTEGER,
    "reason" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "receivedAt" BIGINT NOT NULL,

    CONSTRAINT "PlayKeptApart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScheduleEntry" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "playlistId" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "startDate" TEXT,
    "endDate" TEXT,
    "dayparts" JSONB NOT NULL,
    "exceptDates" JSONB NOT NULL,
    "windowStartsAt" BIGINT,
    "windowEndsAt" BIGINT,
    "share" JSONB NOT NULL,
    "maxPlaysPerHour" INTEGER,
    "start" TEXT NOT NULL,
    "updatedAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ScheduleEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EntryTarget" (
    "id" TEXT NOT NULL,
    "entryId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "excluded" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "ref" TEXT NOT NULL,

    CONSTRAINT "EntryTarget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ContentVersion" (
    "id" INTEGER NOT NULL,
    "version" BIGINT NOT NULL,

    CONSTRAINT "ContentVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Screen" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "plate" TEXT,
    "line" TEXT,
    "place" TEXT,
    "widthPx" INTEGER NOT NULL,
    "heightPx" INTEGER NOT NULL,
    "timeZone" TEXT NOT NULL,
    "tags" JSONB NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Screen_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScreenGroup" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ScreenGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScreenGroupMember" (
    "groupId" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,

    CONSTRAINT "ScreenGroupMember_pkey" PRIMARY KEY ("groupId","screenId")
);

-- CreateTable
CREATE TABLE "PlayerToken" (
    "tokenSha256" TEXT NOT NULL,
    "screenId" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "usedAt" BIGINT,
    "rotate" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "PlayerToken_pkey" PRIMARY KEY ("tokenSha256")
);

-- CreateTable
CREATE TABLE "PairingCode" (
    "code" TEXT NOT NULL,
    "secretSha256" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "screenId" TEXT,
    "fetchedAt" BIGINT,

    CONSTRAINT "PairingCode_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "ScreenStatus" (
    "screenId" TEXT NOT NULL,
    "lastSeenAt" BIGINT NOT NULL,
    "onlineUntil" BIGINT NOT NULL DEFAULT 0,
    "report" JSONB,
    "ledgerId" TEXT,
    "ledgerHead" INTEGER NOT NULL DEFAULT 0,
    "playerVersion" TEXT,

    CONSTRAINT "ScreenStatus_pkey" PRIMARY KEY ("screenId")
);

-- CreateTable
CREATE TABLE "Unit" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT,
    "parentId" TEXT,
    "path" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL,
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
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "userId" TEXT,
    "data" TEXT NOT NULL,
    "expiresAt" BIGINT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditEntry_at_idx" ON "AuditEntry"("at");

-- CreateIndex
CREATE INDEX "AuditEntry_unitPath_idx" ON "AuditEntry"("unitPath");

-- CreateIndex
CREATE INDEX "JobRun_dueAt_idx" ON "JobRun"("dueAt");

-- CreateIndex
CREATE INDEX "Media_status_idx" ON "Media"("status");

-- CreateIndex
CREATE INDEX "Media_sha256_idx" ON "Media"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "Media_unitId_sourceSha256_key" ON "Media"("unitId", "sourceSha256");

-- CreateIndex
CREATE INDEX "MediaReview_mediaId_idx" ON "MediaReview"("mediaId");

-- CreateIndex
CREATE UNIQUE INDEX "Playlist_unitId_name_key" ON "Playlist"("unitId", "name");

-- CreateIndex
CREATE INDEX "PlaylistItem_mediaId_idx" ON "PlaylistItem"("mediaId");

-- CreateIndex
CREATE UNIQUE INDEX "PlaylistItem_playlistId_position_key" ON "PlaylistItem"("playlistId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "PlayName_kind_ref_key" ON "PlayName"("kind", "ref");

-- CreateIndex
CREATE INDEX "ScreenAssignment_screenId_fromAt_idx" ON "ScreenAssignment"("screenId", "fromAt");

-- CreateIndex
CREATE UNIQUE INDEX "Ledger_screenId_ledgerId_key" ON "Ledger"("screenId", "ledgerId");

-- CreateIndex
CREATE INDEX "Play_startedAt_idx" ON "Play"("startedAt");

-- CreateIndex
CREATE INDEX "PlayKeptApart_screenId_idx" ON "PlayKeptApart"("screenId");

-- CreateIndex
CREATE UNIQUE INDEX "PlayKeptApart_ledgerKey_digest_key" ON "PlayKeptApart"("ledgerKey", "digest");

-- CreateIndex
CREATE INDEX "ScheduleEntry_unitId_idx" ON "ScheduleEntry"("unitId");

-- CreateIndex
CREATE INDEX "ScheduleEntry_playlistId_idx" ON "ScheduleEntry"("playlistId");

-- CreateIndex
CREATE INDEX "ScheduleEntry_endDate_idx" ON "ScheduleEntry"("endDate");

-- CreateIndex
CREATE INDEX "EntryTarget_entryId_idx" ON "EntryTarget"("entryId");

-- CreateIndex
CREATE INDEX "EntryTarget_kind_ref_idx" ON "EntryTarget"("kind", "ref");

-- CreateIndex
CREATE UNIQUE INDEX "Screen_unitId_name_key" ON "Screen"("unitId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "ScreenGroup_unitId_name_key" ON "ScreenGroup"("unitId", "name");

-- CreateIndex
CREATE INDEX "ScreenGroupMember_screenId_idx" ON "ScreenGroupMember"("screenId");

-- CreateIndex
CREATE INDEX "PlayerToken_screenId_idx" ON "PlayerToken"("screenId");

-- CreateIndex
CREATE INDEX "PairingCode_expiresAt_idx" ON "PairingCode"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Unit_path_key" ON "Unit"("path");

-- CreateIndex
CREATE UNIQUE INDEX "Unit_parentId_name_key" ON "Unit"("parentId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "User_username_key" ON "User"("username");

-- CreateIndex
CREATE INDEX "User_unitId_idx" ON "User"("unitId");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- AddForeignKey
ALTER TABLE "Media" ADD CONSTRAINT "Media_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Media" ADD CONSTRAINT "Media_uploaderId_fkey" FOREIGN KEY ("uploaderId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Media" ADD CONSTRAINT "Media_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "MediaFile"("sha256") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MediaReview" ADD CONSTRAINT "MediaReview_mediaId_fkey" FOREIGN KEY ("mediaId") REFERENCES "Media"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MediaReview" ADD CONSTRAINT "MediaReview_reviewerId_fkey" FOREIGN KEY ("reviewerId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Playlist" ADD CONSTRAINT "Playlist_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlaylistItem" ADD CONSTRAINT "PlaylistItem_playlistId_fkey" FOREIGN KEY ("playlistId") REFERENCES "Playlist"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlaylistItem" ADD CONSTRAINT "PlaylistItem_mediaId_fkey" FOREIGN KEY ("mediaId") REFERENCES "Media"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScheduleEntry" ADD CONSTRAINT "ScheduleEntry_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScheduleEntry" ADD CONSTRAINT "ScheduleEntry_playlistId_fkey" FOREIGN KEY ("playlistId") REFERENCES "Playlist"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntryTarget" ADD CONSTRAINT "EntryTarget_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "ScheduleEntry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Screen" ADD CONSTRAINT "Screen_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreenGroup" ADD CONSTRAINT "ScreenGroup_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreenGroupMember" ADD CONSTRAINT "ScreenGroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "ScreenGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreenGroupMember" ADD CONSTRAINT "ScreenGroupMember_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlayerToken" ADD CONSTRAINT "PlayerToken_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreenStatus" ADD CONSTRAINT "ScreenStatus_screenId_fkey" FOREIGN KEY ("screenId") REFERENCES "Screen"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unit" ADD CONSTRAINT "Unit_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
