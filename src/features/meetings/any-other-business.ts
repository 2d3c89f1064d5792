import { fold } from '../../bot/fold.ts';

/** The topic under which pre-cleared "any other business" is kept. */
export const ANY_OTHER_BUSINESS = 'any-other-business';

const ANYWHERE =
  /(?<!\p{L})(?:a ?o ?c? ?b|any other (?:competent )?(?:business|matters)|other (?:competent )?(?:business|matters)$|(?:questions|points) divers(?:es)?)(?!\p{L})/u;
const ALONE =
  /^(?:(?:points?|items?|topics?|questions?|matters?) )?(?:misc|miscellaneous|miscellanea|varia|divers|diverse|sonstiges|verschiedenes)(?: (?:points?|items?|topics?|questions?|matters?))?$/;

/** True for a line that names no subject, in the words agendas have for that. */
export function isAnyOtherBusiness(title: string): boolean {
  const words = fold(title.normalize('NFKD').replace(/[\p{Cf}\p{DI}]/gu, ''));
  return ANYWHERE.test(words) || ALONE.test(words);
}
