/**
 * Letters of other scripts that are drawn like Latin ones, as pairs: from confusables.txt of Unicode's security
 * mechanisms (UTS 39), only single letters that fonts draw alike. Digits are left alone: "1" for "l" is a number
 * far more often than a trick.
 */
const PAIRS =
  'аa еe оo рp сc уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl ѵv кk АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX УY ' +
  'οo αa νv ρp ιi κk υu χx ϲc ϳj ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ' +
  'օo սu հh ոn ցg զq ıi ɑa ɡg ɩi';

const LATIN = new Map(PAIRS.split(' ').map(([other = '', latin = '']) => [other, latin]));
const OTHER = new RegExp(`[${[...LATIN.keys()].join('')}]`, 'gu');

/**
 * The text as it looks to a reader of Latin letters. It is no translation: only for finding words in it beside
 * the text as it stands, which stays what counts for people who write in those scripts.
 */
export const toLatinLook = (text: string): string => text.replace(OTHER, (letter) => LATIN.get(letter) ?? letter);
