-- CreateEnum
CREATE TYPE "ConcernOpenness" AS ENUM ('open', 'secretariat');

-- CreateEnum
CREATE TYPE "ConcernStepWhat" AS ENUM ('action', 'left', 'returned');

-- CreateTable
CREATE TABLE "Concern" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "meetingId" UUID,
    "openness" "ConcernOpenness" NOT NULL,
    "itemNumber" INTEGER,
    "item" TEXT,
    "raisedById" UUID,
    "raisedByName" TEXT,
    "organisation" TEXT,
    "membershipClass" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Concern_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConcernStep" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "concernId" UUID NOT NULL,
    "what" "ConcernStepWhat" NOT NULL,
    "action" TEXT,
    "personId" UUID,
    "name" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "ConcernStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Concern_bodyId_at_idx" ON "Concern"("bodyId", "at");

-- CreateIndex
CREATE INDEX "Concern_meetingId_idx" ON "Concern"("meetingId");

-- CreateIndex
CREATE INDEX "ConcernStep_concernId_idx" ON "ConcernStep"("concernId");

-- AddForeignKey
ALTER TABLE "Concern" ADD CONSTRAINT "Concern_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Concern" ADD CONSTRAINT "Concern_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConcernStep" ADD CONSTRAINT "ConcernStep_concernId_fkey" FOREIGN KEY ("concernId") REFERENCES "Concern"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Concern" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ConcernStep" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
