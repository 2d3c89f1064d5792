-- CreateEnum
CREATE TYPE "MinuteKind" AS ENUM ('draft', 'issued', 'correction');

-- CreateTable
CREATE TABLE "MinuteVersion" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "kind" "MinuteKind" NOT NULL,
    "content" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "MinuteVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MinuteComment" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "item" TEXT,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,
    "organisation" TEXT,

    CONSTRAINT "MinuteComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MinuteAnswer" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "commentId" UUID NOT NULL,
    "takenUpIn" INTEGER,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID NOT NULL,
    "byName" TEXT NOT NULL,

    CONSTRAINT "MinuteAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "MinuteVersion_bodyId_meetingId_idx" ON "MinuteVersion"("bodyId", "meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "MinuteVersion_meetingId_n_key" ON "MinuteVersion"("meetingId", "n");

-- CreateIndex
CREATE INDEX "MinuteComment_bodyId_meetingId_idx" ON "MinuteComment"("bodyId", "meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "MinuteAnswer_commentId_key" ON "MinuteAnswer"("commentId");

-- AddForeignKey
ALTER TABLE "MinuteVersion" ADD CONSTRAINT "MinuteVersion_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinuteComment" ADD CONSTRAINT "MinuteComment_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinuteAnswer" ADD CONSTRAINT "MinuteAnswer_commentId_fkey" FOREIGN KEY ("commentId") REFERENCES "MinuteComment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "MinuteVersion" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "MinuteComment" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "MinuteAnswer" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
