import type { Button } from '../../bot/card.ts';

/** Makes a personal calendar address. */
export const feedButton: Button = { label: 'Add all to my calendar', press: 'calendar.feed' };

/** Revokes all of them for one new. */
export const replaceButton: Button = {
  label: 'Replace my addresses',
  press: 'calendar.replace',
  confirm: {
    title: 'Replace your addresses?',
    text: 'Every calendar address you had stops working. You get one new address to subscribe to.',
    yes: 'Replace them',
    no: 'Keep them',
  },
};
