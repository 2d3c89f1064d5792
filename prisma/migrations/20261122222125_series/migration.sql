-- CreateEnum
CREATE TYPE "SeriesScope" AS ENUM ('this', 'following', 'all');

-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "recurrenceId" TEXT,
ADD COLUMN     "seriesId" UUID;

-- CreateTable
CREATE TABLE "Series" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "localStart" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "lastDate" TEXT NOT NULL,
    "times" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "subTopic" TEXT NOT NULL,
    "link" TEXT NOT NULL,
    "chairId" UUID,
    "secretariatId" UUID,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SeriesException" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "seriesId" UUID NOT NULL,
    "recurrenceId" TEXT NOT NULL,
    "movedTo" TEXT,
    "zone" TEXT,
    "scope" "SeriesScope" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID,

    CONSTRAINT "SeriesException_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Series_bodyId_groupId_idx" ON "Series"("bodyId", "groupId");

-- CreateIndex
CREATE UNIQUE INDEX "SeriesException_seriesId_recurrenceId_key" ON "SeriesException"("seriesId", "recurrenceId");

-- CreateIndex
CREATE UNIQUE INDEX "Meeting_seriesId_recurrenceId_key" ON "Meeting"("seriesId", "recurrenceId");

-- AddForeignKey
ALTER TABLE "SeriesException" ADD CONSTRAINT "SeriesException_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_seriesId_fkey" FOREIGN KEY ("seriesId") REFERENCES "Series"("id") ON DELETE SET NULL ON UPDATE CASCADE;
