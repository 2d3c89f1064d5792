import type { Ctx } from '../../bot/context.ts';
import type { CardKind, NoticeKind, Skip, Target } from '../../bot/define.ts';
import { questionCard, requestCard } from './cards.ts';
import { findOutOfOffice, getPerson, listSecretariat } from './lookup.ts';
import { getRequest, REQUEST_CARD } from './requests.ts';

/** Everybody in the Secretariat. */
export async function secretariat(ctx: Ctx): Promise<readonly Target[] | Skip> {
  const people = await listSecretariat(ctx);
  return people.length > 0 ? people.map(({ personId }) => ({ person: personId })) : { skip: 'nobody is in the Secretariat' };
}

/** Somebody asked to be added. Not sent any more once it was dealt with. */
export const requestNotice: NoticeKind = {
  kind: 'directory.request',
  quiet: 'hold',
  targets: secretariat,
  async render(ctx, notice, target) {
    const left = await findOutOfOffice(ctx, target);
    if (left) return left;
    const request = await getRequest(ctx, notice.subject.requestId ?? '');
    return request.state === 'waiting' ? requestCard(request) : { skip: 'dealt with already' };
  },
  card: { kind: REQUEST_CARD, subject: (notice) => notice.subject.requestId ?? '' },
};

/** A question somebody of the directory sent. */
export const questionNotice: NoticeKind = {
  kind: 'directory.question',
  quiet: 'hold',
  targets: secretariat,
  async render(ctx, notice, target) {
    const left = await findOutOfOffice(ctx, target);
    if (left) return left;
    const { personId = '', about = '', question = '' } = notice.subject;
    return questionCard(await getPerson(ctx, personId), about, question);
  },
};

export const requestCardKind: CardKind = {
  kind: REQUEST_CARD,
  render: async (ctx, requestId) => requestCard(await getRequest(ctx, requestId)),
};
