import { applyAppointments } from '../../src/features/directory/apply-appointments.ts';
import { NOON, type TestBody, type World } from './world.ts';

/** Somebody whose invitation ends, ended, and whose term on the Board did, as the program finds them today. */
export async function offices(world: World, body: TestBody, name: string): Promise<void> {
  const group = await body.group({ slug: 'invited', name: name });
  const person = () => body.person({ name: name, organisationId: null });
  const [ending, ended, former] = [await person(), await person(), await body.person()];
  const invited = { groupSlugs: [group.slug], sponsor: name };
  await body.appoint(ending.id, 'expert', { until: '2026-11-30', ...invited });
  await body.appoint(ended.id, 'expert', { until: '2026-11-22', ...invited });
  await body.appoint(former.id, 'board', { until: '2026-11-22' });
  await world.db.appointment.updateMany({
    where: { bodyId: body.body.id },
    data: { createdAt: new Date(NOON.getTime() - 30 * 86_400_000) },
  });
  for (const { id } of [ending, ended, former]) await body.member(group.id, id);
  await world.db.membership.updateMany({ where: { personId: former.id }, data: { leftAt: NOON, endReason: 'board' } });
  await applyAppointments(body.asScheduler());
}
