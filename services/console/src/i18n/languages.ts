import { en, type Catalogue } from './en';
import { ko } from './ko';
import { serverTexts as koServerTexts } from './ko/server-texts';
import type { ServerTexts } from './server-texts';

interface LanguageEntry {
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly eventTitles: Partial<ServerTexts['eventTitles']>;
  readonly problemTitles: Partial<ServerTexts['problemTitles']>;
  readonly faultTexts: Partial<ServerTexts['faultTexts']>;
  readonly phrases: ServerTexts['phrases'];
}

/** A language joins by its own name, its catalogue, and what the server says in English. */
export const languages = {
  en: { name: 'English', catalogue: en, eventTitles: {}, problemTitles: {}, faultTexts: {}, phrases: {} },
  ko: { name: '한국어', catalogue: ko, ...koServerTexts },
} as const satisfies Readonly<Record<string, LanguageEntry>>;

export type Language = keyof typeof languages;

export const isLanguage = (text: string | null): text is Language =>
  text !== null && Object.hasOwn(languages, text);
