/**
 * How names are searched, never how it is decided who is who: case, the marks of Latin, Greek and Cyrillic letters and
 * punctuation are passed over, ligatures and stroked letters are read as people type them. Marks of other scripts make
 * other letters (か and が, क and का) and stay.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<=\p{Script=Latin})\p{M}/gu, '')
    .replace(/[ßæœøłđðþıħŧŋ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();
}

const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
};

/** Which names are one name: NFC, full case folding and blanks trimmed (PRODUCT's identity of names); no mark and no sign is dropped. */
export function identityKey(name: string): string {
  const lower = name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
  // Upper and lower again is what makes ß and ss, or the two small sigmas, one; the dotless ı stays its own letter.
  return lower.replace(/[^ı]/gu, (letter) => letter.toUpperCase().toLowerCase()).normalize('NFC');
}
