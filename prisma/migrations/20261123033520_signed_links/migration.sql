-- CreateTable
CREATE TABLE "SignedLink" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignedLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SignedLink_tokenHash_key" ON "SignedLink"("tokenHash");

-- CreateIndex
CREATE INDEX "SignedLink_bodyId_personId_idx" ON "SignedLink"("bodyId", "personId");

-- CreateIndex
CREATE INDEX "SignedLink_expiresAt_idx" ON "SignedLink"("expiresAt");

-- AddForeignKey
ALTER TABLE "SignedLink" ADD CONSTRAINT "SignedLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignedLink" ADD CONSTRAINT "SignedLink_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
