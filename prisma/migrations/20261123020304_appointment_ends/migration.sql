-- AlterTable
ALTER TABLE "Appointment" ADD COLUMN     "endedAt" TIMESTAMPTZ(3),
ADD COLUMN     "letEndById" UUID;
