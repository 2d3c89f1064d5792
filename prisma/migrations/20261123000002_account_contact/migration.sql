-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "contact" JSONB;
