/** Who acts, in the order of the table's columns. */
export const ROLES = [
  'stranger',
  'otherBody',
  'lapsed',
  'board',
  'expertElsewhere',
  'outsider',
  'participant',
  'observer',
  'chair',
  'otherChair',
  'viceChair',
  'secretariat',
  'scheduler',
  'operator',
] as const;

export type Role = (typeof ROLES)[number];

/** Each column in words, with what holds of who stands in it. */
export const ROLE_WORDS: Readonly<Record<Role, readonly [string, string]>> = {
  stranger: ['stranger', 'a chat account that nobody in the directory answers to'],
  otherBody: ['other body', "a participant of another body's group, who names what is not their body's"],
  lapsed: ['lapsed', 'a participant whose organisation is not in good standing'],
  board: ['Board', 'a participant who sits on the Board since today and has not been suspended yet'],
  expertElsewhere: ['expert elsewhere', 'an expert who is invited to another group and is in it'],
  outsider: ['not in group', 'a member of the body who is in no group'],
  participant: ['participant', 'in the group'],
  observer: ['observer', 'in the group as observer'],
  chair: ['chair', 'chairs the group'],
  otherChair: ['other chair', 'chairs another group and is not in this one'],
  viceChair: ['vice-chair', 'vice-chair of the group'],
  secretariat: ['Secretariat', 'of the Secretariat, in no group'],
  scheduler: ['scheduler', 'the program itself'],
  operator: ['operator', 'whoever runs the command line'],
};

/** What a cell may say: allowed, or how it is refused. */
export const OUTCOMES = {
  yes: 'allowed',
  no: 'not allowed; who may is said (`NotAllowed`)',
  rule: 'the rules of participation say no; the reason is said (`Ineligible`)',
  none: 'there is no such thing for them (`NotFound`)',
  moot: 'nothing to do for them, or not in this way; what to do instead is said (`Conflict`)',
  field: 'what they chose is not theirs to choose; the field of the form says so (`InvalidInput`)',
} as const;

export type Outcome = keyof typeof OUTCOMES;
