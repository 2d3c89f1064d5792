-- CreateEnum
CREATE TYPE "ImportedNameState" AS ENUM ('matched', 'waiting', 'person', 'guest', 'ignored');

-- CreateTable
CREATE TABLE "ImportedName" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "stays" JSONB NOT NULL,
    "state" "ImportedNameState" NOT NULL,
    "personId" UUID,
    "reason" TEXT,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,

    CONSTRAINT "ImportedName_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ImportedName_bodyId_state_idx" ON "ImportedName"("bodyId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "ImportedName_meetingId_key_key" ON "ImportedName"("meetingId", "key");

-- AddForeignKey
ALTER TABLE "ImportedName" ADD CONSTRAINT "ImportedName_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
