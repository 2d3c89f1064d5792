import { createRequire } from 'node:module';
import { openSync } from 'fontkit';

const { resolve } = createRequire(import.meta.url);

/**
 * Roboto has Latin, Greek and Cyrillic; DejaVu stands in for what it lacks: Hebrew, Arabic, Armenian, Georgian,
 * old Greek, arrows and signs. Both come whole in their packages; what a file needs of them is embedded in it.
 */
export const FONTS = {
  Roboto: { normal: resolve('pdfmake/fonts/Roboto/Roboto-Regular.ttf'), bold: resolve('pdfmake/fonts/Roboto/Roboto-Medium.ttf') },
  DejaVu: { normal: resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf') },
} as const;

export type FontName = keyof typeof FONTS;

/** What it has in both weights. */
function charactersOf({ normal, bold }: { readonly normal: string; readonly bold: string }): Set<number> {
  const inBold = new Set(openSync(bold).characterSet);
  return new Set(openSync(normal).characterSet.filter((code) => inBold.has(code)));
}

const characters: Partial<Record<FontName, Set<number>>> = {};
const has = (name: FontName, code: number): boolean => (characters[name] ??= charactersOf(FONTS[name])).has(code);

/** The font that has the character; null when none has. */
export function fontOf(character: string): FontName | null {
  const code = character.codePointAt(0) ?? 0;
  if (has('Roboto', code)) return 'Roboto';
  return has('DejaVu', code) ? 'DejaVu' : null;
}
