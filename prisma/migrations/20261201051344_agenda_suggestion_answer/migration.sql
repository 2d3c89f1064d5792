-- CreateTable
CREATE TABLE "AgendaSuggestionAnswer" (
    "id" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "suggestionId" UUID NOT NULL,
    "takenUpIn" INTEGER,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byId" UUID,
    "byName" TEXT NOT NULL,

    CONSTRAINT "AgendaSuggestionAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "AgendaSuggestionAnswer_suggestionId_key" ON "AgendaSuggestionAnswer"("suggestionId");

-- AddForeignKey
ALTER TABLE "AgendaSuggestionAnswer" ADD CONSTRAINT "AgendaSuggestionAnswer_suggestionId_fkey" FOREIGN KEY ("suggestionId") REFERENCES "AgendaSuggestion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "AgendaSuggestionAnswer" FOR EACH STATEMENT EXECUTE FUNCTION convenor_append_only();
