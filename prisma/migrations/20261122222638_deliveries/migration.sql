-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "turn" SMALLINT NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Notice" ADD COLUMN     "begunAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Workspace" ADD COLUMN     "spentTo" TIMESTAMPTZ(6) NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00';

-- CreateTable
CREATE TABLE "DeliveryLog" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "noticeId" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "workspaceId" UUID,
    "address" TEXT,
    "state" "DeliveryState" NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "claimedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "messageRef" JSONB,
    "textHash" TEXT,
    "error" TEXT,

    CONSTRAINT "DeliveryLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Rest" (
    "workspaceId" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Rest_pkey" PRIMARY KEY ("workspaceId","address")
);

-- CreateIndex
CREATE INDEX "DeliveryLog_bodyId_dueAt_idx" ON "DeliveryLog"("bodyId", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "DeliveryLog_noticeId_target_key" ON "DeliveryLog"("noticeId", "target");

-- CreateIndex
CREATE INDEX "Rest_until_idx" ON "Rest"("until");

-- CreateIndex
CREATE INDEX "Delivery_workspaceId_address_claimedAt_idx" ON "Delivery"("workspaceId", "address", "claimedAt");

-- AddForeignKey
ALTER TABLE "DeliveryLog" ADD CONSTRAINT "DeliveryLog_noticeId_fkey" FOREIGN KEY ("noticeId") REFERENCES "Notice"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "DeliveryLog" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();

-- What waits for a workspace, in the order it goes out.
CREATE INDEX "Delivery_waiting_idx" ON "Delivery"("workspaceId", "turn", "dueAt", "id") WHERE "state" = 'planned';
