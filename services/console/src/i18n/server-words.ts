import { fillIn, type FieldFault, type Problem } from '@tutti/contracts/common';
import { useTranslation } from 'react-i18next';
import { eventName, words } from '../lib/words';
import { isLanguage, languages, type Language } from './languages';

const of = (language: string): (typeof languages)[Language] =>
  languages[isLanguage(language) ? language : 'en'];

const entry = (texts: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(texts, key) ? texts[key] : undefined;

/** `tutti.devices.DeviceWentOnline` → `Device went online`; one of a newer server stays English. */
export const eventTitleIn = (language: string, type: string): string =>
  entry(of(language).eventTitles, eventName(type)) ?? words(eventName(type));

/** What the server refused, by its code; one of a newer server stays in the server's words. */
export const problemTitleIn = (language: string, { code, title }: Pick<Problem, 'code' | 'title'>): string =>
  entry(of(language).problemTitles, code) ?? title;

/** What is wrong with a field; what has no code stays in the server's words. */
export const faultTextIn = (language: string, { code = '', params, detail }: FieldFault): string => {
  const text = entry(of(language).faultTexts, code);
  return text === undefined ? detail : fillIn(text, params);
};

/** Words of a solution that comes with Tutti; what others wrote stays in their words. */
export const phraseIn = (language: string, text: string): string => entry(of(language).phrases, text) ?? text;

export const usePhrase = (): ((text: string) => string) => {
  const { language } = useTranslation().i18n;
  return (text) => phraseIn(language, text);
};

/** The name of an event in the reader's language. */
export const useEventTitle = (): ((type: string) => string) => {
  const { language } = useTranslation().i18n;
  return (type) => eventTitleIn(language, type);
};
