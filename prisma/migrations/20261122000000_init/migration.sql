-- CreateEnum
CREATE TYPE "PresenceSource" AS ENUM ('self', 'chair', 'secretariat', 'import', 'teams');

-- CreateEnum
CREATE TYPE "PresenceWhat" AS ENUM ('arrived', 'left', 'present', 'apologies', 'absent', 'alternate');

-- CreateEnum
CREATE TYPE "Standing" AS ENUM ('good', 'lapsed');

-- CreateEnum
CREATE TYPE "Office" AS ENUM ('board', 'ipaf', 'secretariat', 'expert');

-- CreateEnum
CREATE TYPE "AccessRequestState" AS ENUM ('waiting', 'added', 'dismissed');

-- CreateEnum
CREATE TYPE "GroupStatus" AS ENUM ('draft', 'open', 'applications', 'dormant', 'closed');

-- CreateEnum
CREATE TYPE "MembershipRole" AS ENUM ('chair', 'vice_chair', 'participant', 'observer');

-- CreateEnum
CREATE TYPE "MeetingState" AS ENUM ('draft', 'announced', 'agenda_sent', 'check_in_open', 'in_session', 'closed', 'minutes_draft', 'minutes_issued', 'cancelled');

-- CreateEnum
CREATE TYPE "Answer" AS ENUM ('attending', 'tentative', 'declined');

-- CreateEnum
CREATE TYPE "NoticeState" AS ENUM ('planned', 'expanded', 'cancelled', 'expired');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('planned', 'claimed', 'sent', 'unknown', 'failed', 'expired', 'cancelled');

-- CreateEnum
CREATE TYPE "Platform" AS ENUM ('slack', 'teams');

-- CreateEnum
CREATE TYPE "WorkspaceKind" AS ENUM ('home', 'guest');

-- CreateEnum
CREATE TYPE "WorkspaceStatus" AS ENUM ('active', 'revoked');

-- CreateEnum
CREATE TYPE "StatementKind" AS ENUM ('anti_trust', 'terms', 'conduct', 'privacy');

-- CreateTable
CREATE TABLE "Presence" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "personId" UUID,
    "source" "PresenceSource" NOT NULL,
    "what" "PresenceWhat" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID,
    "forPersonId" UUID,
    "replacesId" UUID,
    "reason" TEXT,
    "name" TEXT NOT NULL,
    "organisation" TEXT,
    "membershipClass" TEXT,
    "role" TEXT NOT NULL,

    CONSTRAINT "Presence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reading" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "statementVersionId" UUID NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Roll" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "entries" JSONB NOT NULL,
    "confirmedById" UUID NOT NULL,
    "confirmedByName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Roll_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "bodyId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("bodyId")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" UUID,
    "surface" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "facts" JSONB NOT NULL,
    "commitments" JSONB NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Erasable" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "auditEventId" UUID NOT NULL,
    "personId" UUID,
    "field" TEXT NOT NULL,
    "salt" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Erasable_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Body" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "zone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Body_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organisation" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "membershipClass" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "standing" "Standing" NOT NULL DEFAULT 'good',
    "emailDomains" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "organisationId" UUID,
    "zone" TEXT,
    "locale" TEXT,
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "erasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "externalUserId" TEXT NOT NULL,
    "personId" UUID,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "zone" TEXT,
    "locale" TEXT,
    "unreachable" TEXT,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Appointment" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "office" "Office" NOT NULL,
    "fromDate" DATE,
    "untilDate" DATE,
    "groupSlugs" TEXT[],
    "sponsor" TEXT,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Appointment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "guessedOrganisationId" UUID,
    "note" TEXT,
    "state" "AccessRequestState" NOT NULL DEFAULT 'waiting',
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "closedById" UUID,

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Group" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "remit" TEXT NOT NULL,
    "status" "GroupStatus" NOT NULL DEFAULT 'draft',
    "applicationsUntil" DATE,
    "termsUrl" TEXT,
    "succeededById" UUID,
    "interests" TEXT[],
    "settings" JSONB NOT NULL DEFAULT '{}',
    "zone" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupChannel" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "externalChannelId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "connectedAt" TIMESTAMPTZ(3) NOT NULL,
    "disconnectedAt" TIMESTAMPTZ(3),
    "blocked" TEXT,

    CONSTRAINT "GroupChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "role" "MembershipRole" NOT NULL DEFAULT 'participant',
    "basis" TEXT NOT NULL,
    "interests" TEXT[],
    "remindBy" TEXT NOT NULL DEFAULT 'direct',
    "joinedAt" TIMESTAMPTZ(3) NOT NULL,
    "leftAt" TIMESTAMPTZ(3),
    "endReason" TEXT,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Meeting" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subTopic" TEXT NOT NULL,
    "localStart" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,
    "link" TEXT NOT NULL,
    "state" "MeetingState" NOT NULL,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "audience" TEXT NOT NULL DEFAULT 'group',
    "chairId" UUID,
    "secretariatId" UUID,
    "movedFrom" TIMESTAMPTZ(3),
    "cancelReason" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "cancelledAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaVersion" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "items" JSONB NOT NULL,
    "documents" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID,

    CONSTRAINT "AgendaVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AgendaSuggestion" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AgendaSuggestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rsvp" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "answer" "Answer",
    "note" TEXT,
    "alternateId" UUID,
    "alternateName" TEXT,
    "scope" TEXT NOT NULL DEFAULT 'this',
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Rsvp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RsvpCurrent" (
    "meetingId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "rsvpId" UUID NOT NULL,
    "answer" "Answer" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RsvpCurrent_pkey" PRIMARY KEY ("meetingId","personId")
);

-- CreateTable
CREATE TABLE "Notice" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "meetingId" UUID,
    "subject" JSONB NOT NULL DEFAULT '{}',
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "state" "NoticeState" NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "noticeId" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "workspaceId" UUID,
    "address" TEXT,
    "state" "DeliveryState" NOT NULL DEFAULT 'planned',
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedBy" TEXT,
    "claimedAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "messageRef" JSONB,
    "textHash" TEXT,
    "error" TEXT,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostedCard" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "messageRef" JSONB NOT NULL,
    "refKey" TEXT NOT NULL,
    "shownHash" TEXT,
    "staleAt" TIMESTAMPTZ(3),
    "leaseUntil" TIMESTAMPTZ(3),
    "postedAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshedAt" TIMESTAMPTZ(3),
    "retired" TEXT,

    CONSTRAINT "PostedCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "platform" "Platform" NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "WorkspaceKind" NOT NULL DEFAULT 'home',
    "status" "WorkspaceStatus" NOT NULL DEFAULT 'active',
    "botUserId" TEXT,
    "installation" TEXT,
    "scopes" TEXT[],
    "connectedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReplayLedger" (
    "hash" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ReplayLedger_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "JobRun" (
    "name" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "claimedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JobRun_pkey" PRIMARY KEY ("name","slot")
);

-- CreateTable
CREATE TABLE "FeedToken" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FeedToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Statement" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "kind" "StatementKind" NOT NULL,

    CONSTRAINT "Statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StatementVersion" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "statementId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "locale" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "policyUrl" TEXT,
    "sha256" TEXT NOT NULL,
    "effectiveFrom" TIMESTAMPTZ(3) NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "publishedById" UUID,
    "confirmed" BOOLEAN NOT NULL,

    CONSTRAINT "StatementVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Acknowledgement" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "statementVersionId" UUID NOT NULL,
    "occasion" TEXT NOT NULL,
    "groupId" UUID,
    "meetingId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "surface" TEXT NOT NULL,
    "accountId" UUID,

    CONSTRAINT "Acknowledgement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Presence_bodyId_meetingId_idx" ON "Presence"("bodyId", "meetingId");

-- CreateIndex
CREATE INDEX "Presence_bodyId_personId_idx" ON "Presence"("bodyId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Reading_meetingId_statementVersionId_key" ON "Reading"("meetingId", "statementVersionId");

-- CreateIndex
CREATE UNIQUE INDEX "Roll_meetingId_version_key" ON "Roll"("meetingId", "version");

-- CreateIndex
CREATE INDEX "AuditEvent_bodyId_action_idx" ON "AuditEvent"("bodyId", "action");

-- CreateIndex
CREATE INDEX "AuditEvent_bodyId_subject_idx" ON "AuditEvent"("bodyId", "subject");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_bodyId_n_key" ON "AuditEvent"("bodyId", "n");

-- CreateIndex
CREATE INDEX "Erasable_bodyId_personId_idx" ON "Erasable"("bodyId", "personId");

-- CreateIndex
CREATE INDEX "Erasable_auditEventId_idx" ON "Erasable"("auditEventId");

-- CreateIndex
CREATE UNIQUE INDEX "Body_slug_key" ON "Body"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "Organisation_bodyId_nameKey_key" ON "Organisation"("bodyId", "nameKey");

-- CreateIndex
CREATE INDEX "Person_bodyId_nameKey_idx" ON "Person"("bodyId", "nameKey");

-- CreateIndex
CREATE UNIQUE INDEX "Person_bodyId_email_key" ON "Person"("bodyId", "email");

-- CreateIndex
CREATE INDEX "Account_bodyId_personId_idx" ON "Account"("bodyId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_workspaceId_externalUserId_key" ON "Account"("workspaceId", "externalUserId");

-- CreateIndex
CREATE INDEX "Appointment_bodyId_personId_idx" ON "Appointment"("bodyId", "personId");

-- CreateIndex
CREATE INDEX "Appointment_bodyId_office_idx" ON "Appointment"("bodyId", "office");

-- CreateIndex
CREATE INDEX "AccessRequest_bodyId_state_idx" ON "AccessRequest"("bodyId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Group_bodyId_slug_key" ON "Group"("bodyId", "slug");

-- CreateIndex
CREATE INDEX "GroupChannel_bodyId_groupId_idx" ON "GroupChannel"("bodyId", "groupId");

-- CreateIndex
CREATE INDEX "Membership_bodyId_groupId_idx" ON "Membership"("bodyId", "groupId");

-- CreateIndex
CREATE INDEX "Membership_bodyId_personId_idx" ON "Membership"("bodyId", "personId");

-- CreateIndex
CREATE INDEX "Meeting_bodyId_startsAt_idx" ON "Meeting"("bodyId", "startsAt");

-- CreateIndex
CREATE INDEX "Meeting_groupId_startsAt_idx" ON "Meeting"("groupId", "startsAt");

-- CreateIndex
CREATE UNIQUE INDEX "AgendaVersion_meetingId_n_key" ON "AgendaVersion"("meetingId", "n");

-- CreateIndex
CREATE INDEX "AgendaSuggestion_bodyId_meetingId_idx" ON "AgendaSuggestion"("bodyId", "meetingId");

-- CreateIndex
CREATE INDEX "Rsvp_bodyId_meetingId_idx" ON "Rsvp"("bodyId", "meetingId");

-- CreateIndex
CREATE INDEX "RsvpCurrent_bodyId_personId_idx" ON "RsvpCurrent"("bodyId", "personId");

-- CreateIndex
CREATE INDEX "Notice_state_dueAt_idx" ON "Notice"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Notice_meetingId_idx" ON "Notice"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "Notice_bodyId_key_key" ON "Notice"("bodyId", "key");

-- CreateIndex
CREATE INDEX "Delivery_state_dueAt_idx" ON "Delivery"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Delivery_bodyId_state_idx" ON "Delivery"("bodyId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Delivery_noticeId_target_key" ON "Delivery"("noticeId", "target");

-- CreateIndex
CREATE INDEX "PostedCard_bodyId_kind_subject_idx" ON "PostedCard"("bodyId", "kind", "subject");

-- CreateIndex
CREATE INDEX "PostedCard_staleAt_idx" ON "PostedCard"("staleAt");

-- CreateIndex
CREATE UNIQUE INDEX "PostedCard_workspaceId_refKey_key" ON "PostedCard"("workspaceId", "refKey");

-- CreateIndex
CREATE INDEX "Workspace_bodyId_idx" ON "Workspace"("bodyId");

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_platform_externalId_key" ON "Workspace"("platform", "externalId");

-- CreateIndex
CREATE INDEX "ReplayLedger_until_idx" ON "ReplayLedger"("until");

-- CreateIndex
CREATE UNIQUE INDEX "FeedToken_tokenHash_key" ON "FeedToken"("tokenHash");

-- CreateIndex
CREATE INDEX "FeedToken_bodyId_personId_idx" ON "FeedToken"("bodyId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Statement_bodyId_kind_key" ON "Statement"("bodyId", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "StatementVersion_statementId_version_locale_key" ON "StatementVersion"("statementId", "version", "locale");

-- CreateIndex
CREATE INDEX "Acknowledgement_bodyId_meetingId_idx" ON "Acknowledgement"("bodyId", "meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "Acknowledgement_personId_statementVersionId_occasion_key" ON "Acknowledgement"("personId", "statementVersionId", "occasion");

-- AddForeignKey
ALTER TABLE "Presence" ADD CONSTRAINT "Presence_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reading" ADD CONSTRAINT "Reading_statementVersionId_fkey" FOREIGN KEY ("statementVersionId") REFERENCES "StatementVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Roll" ADD CONSTRAINT "Roll_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Organisation" ADD CONSTRAINT "Organisation_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "Organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessRequest" ADD CONSTRAINT "AccessRequest_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Group" ADD CONSTRAINT "Group_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupChannel" ADD CONSTRAINT "GroupChannel_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupChannel" ADD CONSTRAINT "GroupChannel_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaVersion" ADD CONSTRAINT "AgendaVersion_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaSuggestion" ADD CONSTRAINT "AgendaSuggestion_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rsvp" ADD CONSTRAINT "Rsvp_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RsvpCurrent" ADD CONSTRAINT "RsvpCurrent_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RsvpCurrent" ADD CONSTRAINT "RsvpCurrent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RsvpCurrent" ADD CONSTRAINT "RsvpCurrent_rsvpId_fkey" FOREIGN KEY ("rsvpId") REFERENCES "Rsvp"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notice" ADD CONSTRAINT "Notice_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostedCard" ADD CONSTRAINT "PostedCard_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Workspace" ADD CONSTRAINT "Workspace_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeedToken" ADD CONSTRAINT "FeedToken_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Statement" ADD CONSTRAINT "Statement_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "Body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StatementVersion" ADD CONSTRAINT "StatementVersion_statementId_fkey" FOREIGN KEY ("statementId") REFERENCES "Statement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Acknowledgement" ADD CONSTRAINT "Acknowledgement_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Acknowledgement" ADD CONSTRAINT "Acknowledgement_statementVersionId_fkey" FOREIGN KEY ("statementVersionId") REFERENCES "StatementVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Evidence is append-only: a correction is a new row. Statement level, so that TRUNCATE and statements that match nothing are refused too.
CREATE FUNCTION convenor_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '"%" is evidence and append-only: % is refused. Write a correcting row instead.', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END;
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "StatementVersion" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Acknowledgement" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AgendaVersion" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Rsvp" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Presence" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Reading" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Roll" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();

-- One open membership per person and group; the ended ones stay as history.
CREATE UNIQUE INDEX "Membership_open_key" ON "Membership"("personId", "groupId") WHERE "leftAt" IS NULL;
-- One live connection per channel.
CREATE UNIQUE INDEX "GroupChannel_live_key" ON "GroupChannel"("workspaceId", "externalChannelId") WHERE "disconnectedAt" IS NULL;
-- One waiting request per account.
CREATE UNIQUE INDEX "AccessRequest_waiting_key" ON "AccessRequest"("accountId") WHERE "state" = 'waiting';
