/** Languages whose names of months are known; reports come in that of whoever downloads them. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'cs', 'fi', 'sv', 'da', 'nb'];

const plain = (word: string): string => word.normalize('NFC').toLowerCase().replaceAll('.', '');

const months = new Map(
  LANGUAGES.flatMap((language) =>
    (['long', 'short'] as const).flatMap((month) =>
      Array.from({ length: 12 }, (_, i) => {
        const at = Date.UTC(2026, i, 15);
        // Beside a day some languages decline the month: "26 listopada", "26. marraskuuta".
        const parts = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month }).formatToParts(at);
        const beside = parts.find((part) => part.type === 'month')?.value ?? '';
        const alone = new Intl.DateTimeFormat(language, { timeZone: 'UTC', month }).format(at);
        return [beside, alone].map((word): [string, number] => [plain(word), i + 1]);
      }).flat(),
    ),
  ),
);
months.set('sept', 9);

const WEEKDAY = String.raw`(?:\p{L}+\.?,?\s+)?`;
const DAY_FIRST = new RegExp(String.raw`^${WEEKDAY}(\d{1,2})(?:\.|er)?\s+(?:de\s+|of\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?(\d{4})\b`, 'iu');
const MONTH_FIRST = new RegExp(String.raw`^${WEEKDAY}(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`, 'iu');

/** A text that begins with a day whose month is a word, such as "Nov 26, 2026" or "26. November 2026", with it as YYYY-MM-DD; others as they are. */
export function withMonthNumber(text: string): string {
  const [dayFirst, monthFirst] = [DAY_FIRST.exec(text), MONTH_FIRST.exec(text)];
  const [all = '', day = '', word = '', year = ''] =
    dayFirst ?? (monthFirst ? [monthFirst[0], monthFirst[2], monthFirst[1], monthFirst[3]] : []);
  const month = months.get(plain(word));
  if (month === undefined) return text;
  return `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}${text.slice(all.length)}`;
}
