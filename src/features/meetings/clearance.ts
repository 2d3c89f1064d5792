import { z } from 'zod';

const topics = z.array(z.string()).min(1);
const byId = z.uuid().nullable();
const at = z.iso.datetime();

/**
 * What became of an agenda line that the screen flagged, kept with the line (DATA.md, AgendaVersion):
 * it waits for the Secretariat, or was let stand, or was put in other words.
 */
export const Clearance = z.discriminatedUnion('state', [
  z.object({ state: z.literal('checking'), topics, byId, at }),
  z.object({ state: z.literal('cleared'), topics, byId, at, reason: z.string().optional() }),
  z.object({ state: z.literal('reworded'), topics, byId, at }),
]);
export type Clearance = z.infer<typeof Clearance>;
