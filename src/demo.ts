import type { Sandbox } from './sandbox/index.ts';

const SECRETARY = 'U0SECRETARY';
const CHANNELS = ['climate-change', 'circularity'];
const JOINED: readonly (readonly [person: string, group: string])[] = [
  ['U0PRODUCER', 'climate-change'],
  ['U0USER', 'climate-change'],
  ['U0IPAF', 'climate-change'],
  ['U0USER', 'circularity'],
];
const DAYS_AHEAD = 9;
/** A form may take long to open on a busy machine that is just starting. */
const PATIENCE_MS = 20_000;

/**
 * Plays the first days of two groups in a new sandbox, as its people would by typing and pressing, so that
 * there is something to see at once: two connected channels, a few members, one announced meeting.
 */
export async function playDemo(sandbox: Sandbox, now: Date): Promise<void> {
  const secretary = sandbox.as(SECRETARY);
  for (const channel of CHANNELS) {
    secretary.inviteApp(channel);
    await secretary.command(`/wg group connect ${channel}`, { channel });
  }
  for (const [person, group] of JOINED) {
    const member = sandbox.as(person);
    await member.command(`/wg join ${group}`);
    await member.seeView('I have read this and will comply', PATIENCE_MS);
    member.fill({ 'I have read this and will comply': true });
    await member.submit();
    if (member.openView()) await member.close({ all: true });
    member.join(group);
  }
  await scheduleMeeting(sandbox, now);
}

async function scheduleMeeting(sandbox: Sandbox, now: Date): Promise<void> {
  const secretary = sandbox.as(SECRETARY);
  await secretary.command('/wg schedule climate-change');
  await secretary.seeView('Sub-topic', PATIENCE_MS);
  secretary.fill({
    'Sub-topic': '1.5 degree pathways',
    Date: new Date(now.getTime() + DAYS_AHEAD * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
    'Start time': '11:00',
    'Time zone': 'Europe/Zurich',
    'Meeting link': 'https://meet.example.org/climate-change',
    Agenda: 'Welcome and statement, 5 min\nPathway methods, 30 min (lead: Ingrid Sætre)\nNext input to the Standards Committee, 20 min',
  });
  await secretary.submit();
  if (secretary.openView()) await secretary.close({ all: true });
}
