import { ASK_TO_BE_ADDED } from '../../bot/actor.ts';
import type { z } from 'zod';
import type { Ctx } from '../../bot/context.ts';
import { isoDay } from '../../bot/days.ts';
import { button, command, feature, form, opener, type Reply } from '../../bot/define.ts';
import { addPerson } from './add-person.ts';
import { appoint, type Appointed, type AppointInput } from './appoint.ts';
import { appointedCard, appointForm, appointmentsCard, endedCard, inviteForm } from './appointment-cards.ts';
import { ask, openQuestion } from './ask.ts';
import { askToBeAdded } from './ask-to-be-added.ts';
import { addPersonForm, askedToBeAddedCard, dismissedCard, personAddedCard, questionForm, questionSentCard, queueCard } from './cards.ts';
import { dismissRequest } from './dismiss-request.ts';
import { endAppointment } from './end-appointment.ts';
import { invitationCardKind, invitationNotice } from './invitation-notice.ts';
import { invitationCard, letEndCard, prolongedCard, prolongForm } from './invitation-cards.ts';
import { link, openLink } from './link.ts';
import { letEnd } from './let-end.ts';
import { invite, type InviteInput } from './invite.ts';
import { linkAccount } from './link-account.ts';
import { accountsCard, linkCard, linkedCard, linkForm, unlinkedCard } from './link-cards.ts';
import { linkedNotice } from './linked-notice.ts';
import { listAppointments } from './list-appointments.ts';
import { questionNotice, requestCardKind, requestNotice } from './notices.ts';
import { openAddPerson } from './open-add-person.ts';
import { openAppoint } from './open-appoint.ts';
import { openProlong, prolong } from './prolong.ts';
import { queue } from './queue.ts';
import { unlinkAccount } from './unlink-account.ts';

type AppointForm = typeof appointForm;
type Typed = Pick<z.output<typeof AppointInput>, 'email' | 'office' | 'from' | 'until' | 'groups' | 'sponsor' | 'reason'> &
  Partial<Pick<z.output<typeof InviteInput>, 'name' | 'organisationName'>>;

/** What was given; or the form once more as it was typed, with what it would end. */
async function showAppointed(draw: AppointForm, done: Appointed, ctx: Ctx, typed: Typed): Promise<Reply> {
  if (done.outcome === 'given') return { whisper: appointedCard(done.person) };
  const { groups } = await openAppoint(ctx, { email: typed.email, office: typed.office });
  const [from, until] = [typed.from && isoDay(typed.from), typed.until && isoDay(typed.until)];
  return { form: draw({ ...typed, groups, chosen: typed.groups, from, until, ends: done.ends }) };
}

/** Who people are, what they may take part in, and how the Secretariat keeps that right. */
export const directory = feature('directory', {
  commands: [
    command(
      {
        word: 'link',
        aliases: ['accounts'],
        takes: '[code]',
        about: 'Link your chat accounts: a code shown in one chat is typed in the other',
        input: (rest) => ({ code: rest }),
      },
      link,
      (linked, ctx) => ({ whisper: linkCard(linked, ctx.body) }),
    ),
    command({ word: 'queue', about: 'Who waits to be added to the directory', audience: 'secretariat' }, queue, (waiting) => ({
      whisper: queueCard(waiting),
    })),
    command(
      {
        word: 'appoint',
        opens: true,
        takes: '[e-mail]',
        about: 'Give an office: Board, IPAF, Secretariat, expert',
        audience: 'secretariat',
        input: (rest) => ({ email: rest }),
      },
      openAppoint,
      (choices) => ({ form: appointForm(choices) }),
    ),
    command(
      {
        word: 'invite',
        opens: true,
        takes: '[e-mail]',
        about: 'Invite an expert to groups',
        audience: 'secretariat',
        input: (rest) => ({ email: rest, office: 'expert' }),
      },
      openAppoint,
      (choices) => ({ form: inviteForm(choices) }),
    ),
    command({ word: 'appointments', about: 'Who holds which office; end one', audience: 'secretariat' }, listAppointments, (held) => ({
      whisper: appointmentsCard(held),
    })),
  ],
  buttons: [
    button(ASK_TO_BE_ADDED, askToBeAdded, (asked, ctx) => ({ whisper: askedToBeAddedCard(asked, ctx.body) })),
    opener('directory.ask', openQuestion, ({ about }) => ({ form: questionForm(about) })),
    button('directory.queue', queue, (waiting) => ({ whisper: queueCard(waiting) })),
    opener('directory.open-add-person', openAddPerson, (adding, ctx) => ({ form: addPersonForm(adding, ctx.body) })),
    button('directory.dismiss-request', dismissRequest, (dismissed) => ({
      whisper: dismissedCard(dismissed),
      replace: queueCard(dismissed.waiting),
    })),
    button('directory.link', link, (linked, ctx) => ({ whisper: linkCard(linked, ctx.body) })),
    opener('directory.open-link', openLink, () => ({ form: linkForm() })),
    button('directory.unlink-account', unlinkAccount, (unlinked) => ({
      whisper: unlinkedCard(unlinked),
      replace: accountsCard(unlinked),
    })),
    opener('directory.open-appoint', openAppoint, (choices) => ({ form: appointForm(choices) })),
    button('directory.end-appointment', endAppointment, (ended) => ({ whisper: endedCard(ended) })),
    opener('directory.open-prolong', openProlong, (invitation) => ({ form: prolongForm(invitation) })),
    button('directory.let-end', letEnd, (invitation) => ({ whisper: letEndCard(invitation), replace: invitationCard(invitation) })),
  ],
  forms: [
    form('directory.ask', ask, () => ({ whisper: questionSentCard() })),
    form('directory.link-account', linkAccount, (linked) => ({ whisper: linkedCard(linked) })),
    form('directory.add-person', addPerson, (added, _ctx, { requestId }) => ({ whisper: personAddedCard(added, requestId !== null) })),
    form('directory.appoint', appoint, (done, ctx, input) => showAppointed(appointForm, done, ctx, input)),
    form('directory.invite', invite, (done, ctx, input) => showAppointed(inviteForm, done, ctx, { ...input, office: 'expert' })),
    form('directory.prolong', prolong, (invitation) => ({ whisper: prolongedCard(invitation) })),
  ],
  notices: [requestNotice, questionNotice, linkedNotice, invitationNotice],
  cards: [requestCardKind, invitationCardKind],
});
