import type { NoticeKind } from '../../bot/define.ts';
import { findOutOfOffice, listSecretariat } from '../directory/lookup.ts';
import { troubledCard } from './cards.ts';
import { getDelivery } from './lookup.ts';

/** Tells the Secretariat, once, that a destination cannot be reached. The scheduler plans it. */
export const troubled: NoticeKind = {
  kind: 'notices.troubled',
  async targets(ctx) {
    const people = await listSecretariat(ctx);
    return people.length > 0
      ? people.map(({ personId }) => ({ person: personId }))
      : { skip: 'The directory names nobody of the Secretariat.' };
  },
  async render(ctx, notice, target) {
    const left = await findOutOfOffice(ctx, target);
    if (left) return left;
    const delivery = await getDelivery(ctx, notice.subject.delivery ?? '');
    return delivery.isTroubled ? troubledCard(delivery) : { skip: 'It was dealt with before this could be told.' };
  },
};
