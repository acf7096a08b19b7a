import { en, type Catalogue } from './en';

/** A language joins by its catalogue and its own name. */
export const languages = {
  en: { name: 'English', catalogue: en },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly catalogue: Catalogue }>>;

export type Language = keyof typeof languages;

export const isLanguage = (text: string | null): text is Language =>
  text !== null && Object.hasOwn(languages, text);
