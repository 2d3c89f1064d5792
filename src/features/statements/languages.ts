/** Language tags as people and chat clients write them, such as fr, pt-BR or en_US. */

/** The tag in its usual form; null for what is none, and for languages nobody knows. */
export function toLocale(typed: string): string | null {
  try {
    const [locale] = Intl.getCanonicalLocales(typed.trim().replace('_', '-'));
    return locale && KNOWN.of(new Intl.Locale(locale).language) ? locale : null;
  } catch {
    return null;
  }
}

const KNOWN = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

const languageOf = (locale: string): string | null => {
  const known = toLocale(locale);
  return known && new Intl.Locale(known).language;
};

/** Of what is there in several languages the one a reader of `locale` reads: the very tag, else the same language. */
export function findInLanguage<T extends { readonly locale: string }>(all: readonly T[], locale: string): T | undefined {
  const language = languageOf(locale);
  if (language === null) return undefined;
  return all.find((one) => toLocale(one.locale) === toLocale(locale)) ?? all.find((one) => languageOf(one.locale) === language);
}

export const isSameLanguage = (one: string, other: string): boolean =>
  one === other || (languageOf(one) !== null && languageOf(one) === languageOf(other));

/** "French". */
export const languageName = (locale: string): string => KNOWN.of(toLocale(locale) ?? 'und') ?? locale;

/** "French (français)": for somebody who looks for their own. */
export function languageLabel(locale: string): string {
  const name = languageName(locale);
  const known = toLocale(locale);
  if (known === null) return name;
  const own = new Intl.DisplayNames([known], { type: 'language' }).of(known);
  return own === undefined || own === name ? name : `${name} (${own})`;
}
