-- CreateEnum
CREATE TYPE "OverrideCheck" AS ENUM ('agenda', 'secretariat', 'statement', 'not_opened');

-- CreateTable
CREATE TABLE "Override" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "check" "OverrideCheck" NOT NULL,
    "reason" TEXT NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Override_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Opening" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "checks" JSONB NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Opening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConflictDeclared" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "organisation" TEXT,
    "membershipClass" TEXT,
    "itemNumber" INTEGER,
    "item" TEXT,
    "about" TEXT NOT NULL,
    "staysOut" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawsId" UUID,

    CONSTRAINT "ConflictDeclared_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Override_meetingId_check_key" ON "Override"("meetingId", "check");

-- CreateIndex
CREATE UNIQUE INDEX "Opening_meetingId_key" ON "Opening"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "ConflictDeclared_withdrawsId_key" ON "ConflictDeclared"("withdrawsId");

-- CreateIndex
CREATE INDEX "ConflictDeclared_bodyId_meetingId_idx" ON "ConflictDeclared"("bodyId", "meetingId");

-- AddForeignKey
ALTER TABLE "Override" ADD CONSTRAINT "Override_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Opening" ADD CONSTRAINT "Opening_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConflictDeclared" ADD CONSTRAINT "ConflictDeclared_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Override" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "Opening" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "ConflictDeclared" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
