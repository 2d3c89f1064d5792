-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "heldUntil" TIMESTAMPTZ(3);
