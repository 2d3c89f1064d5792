-- CreateEnum
CREATE TYPE "ActionState" AS ENUM ('open', 'done', 'dropped');

-- CreateEnum
CREATE TYPE "ActionStepWhat" AS ENUM ('added', 'changed', 'done', 'reopened', 'dropped');

-- CreateTable
CREATE TABLE "Action" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "meetingId" UUID,
    "what" TEXT NOT NULL,
    "ownerId" UUID,
    "ownerName" TEXT,
    "due" TEXT,
    "state" "ActionState" NOT NULL DEFAULT 'open',
    "n" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActionStep" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "actionId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "step" "ActionStepWhat" NOT NULL,
    "what" TEXT NOT NULL,
    "ownerId" UUID,
    "owner" TEXT,
    "due" TEXT,
    "topics" TEXT[],
    "clearance" TEXT,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "ActionStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Action_bodyId_groupId_state_idx" ON "Action"("bodyId", "groupId", "state");

-- CreateIndex
CREATE INDEX "Action_bodyId_ownerId_state_idx" ON "Action"("bodyId", "ownerId", "state");

-- CreateIndex
CREATE INDEX "Action_meetingId_idx" ON "Action"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "ActionStep_actionId_n_key" ON "ActionStep"("actionId", "n");

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Action" ADD CONSTRAINT "Action_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionStep" ADD CONSTRAINT "ActionStep_actionId_fkey" FOREIGN KEY ("actionId") REFERENCES "Action"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ActionStep" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
